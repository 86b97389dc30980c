"""party.py - a service that people sign on to with a public client: for Python
programs of the tests.

Environment: that of tests/visitors.py; PARTY, the client_id and the address to
return to, a blank between them.
"""
import base64
import hashlib
import json
import os
import secrets
import threading
import time
import urllib.parse

from visitors import HOST, Person, enter

CLIENT, BACK = os.environ["PARTY"].split()
FORM = "application/x-www-form-urlencoded"
# RFC 8017, 9.2, of SHA-256.
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64_of(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def is_signed(signed, signature, key):
    """RS256, by a key as a JSON Web Key Set has it."""
    modulus = b64(key["n"])
    tail = DIGEST_INFO + hashlib.sha256(signed.encode()).digest()
    right = b"\0\1" + b"\xff" * (len(modulus) - len(tail) - 3) + b"\0" + tail
    number = pow(int.from_bytes(signature, "big"),
                 int.from_bytes(b64(key["e"]), "big"),
                 int.from_bytes(modulus, "big"))
    return number.to_bytes(len(modulus), "big") == right


class Token:
    def __init__(self, text):
        self.signed, _, signature = text.rpartition(".")
        self.signature = b64(signature)
        head, body = (json.loads(b64(p)) for p in self.signed.split("."))
        self.kid, self.alg, self.claims = head["kid"], head["alg"], body

    def fault(self, keys):
        """Why it is not believed; keys are those that are published."""
        if self.alg != "RS256" or self.kid not in keys:
            return "unknown_key"
        if not is_signed(self.signed, self.signature, keys[self.kid]):
            return "bad_signature"
        if (self.claims["iss"], self.claims["aud"]) != (f"https://{HOST}",
                                                        CLIENT):
            return "not_for_us"
        return ""


class Party:
    """Believes a token by the keys of that moment, and the oldest one that has
    not ended once more."""

    def __init__(self, address):
        self.address, self.tokens = address, []
        self.lock = threading.Lock()

    def ask(self, method, path, body=None):
        status, page = Person(0, self.address).ask(method, path, body, FORM)
        return status, json.loads(page) if page.startswith("{") else {}

    def exchange(self, code, verifier):
        return self.ask("POST", "/openid/token", urllib.parse.urlencode({
            "grant_type": "authorization_code", "code": code,
            "redirect_uri": BACK, "client_id": CLIENT,
            "code_verifier": verifier}))

    def believe(self, token):
        """"ok" or why not, and by which keys."""
        status, answer = self.ask("GET", "/openid/keys")
        if status != 200:
            return f"keys-{status}", []
        keys = {key["kid"]: key for key in answer["keys"]}
        with self.lock:
            self.tokens = [old for old in self.tokens
                           if old.claims["exp"] > time.time()] + [token]
            oldest = self.tokens[0]
        return (token.fault(keys) or oldest.fault(keys) or "ok",
                [oldest.kid, token.kid])

    def sign_on(self, number, account):
        """Somebody comes who is not signed in anywhere: "ok" or the last thing
        heard, and the keys of believe()."""
        person, verifier = Person(number), secrets.token_urlsafe(48)
        said = enter(person, account)
        if said != "ok":
            return said, []
        status, _ = person.ask(
            "GET", "/openid/authorize?" + urllib.parse.urlencode({
                "client_id": CLIENT, "redirect_uri": BACK,
                "response_type": "code", "scope": "openid",
                "code_challenge_method": "S256", "code_challenge": b64_of(
                    hashlib.sha256(verifier.encode()).digest())}))
        led = urllib.parse.parse_qs(urllib.parse.urlsplit(person.led).query)
        if "code" not in led:
            return led.get("error", [f"authorize-{status}"])[0], []
        status, answer = self.exchange(led["code"][0], verifier)
        if "id_token" not in answer:
            return answer.get("error", f"token-{status}"), []
        return self.believe(Token(answer["id_token"]))
