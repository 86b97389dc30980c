// openid_party.mjs - a service that people sign on to, by npm's openid-client,
// at NODE_URL of tests/relying.sh.
//
//	const party = await Party.open({client, secret, mode})
//	GET /go?prompt=login...		on to the portal, with what was given added
//	GET|POST /back, /posted		shows who came, or why nobody did, as JSON
//	GET /out			to the portal, to sign out there as well
//	party.came			what the last one brought: claims, tokens
//	await party.close()
// mode is query (a code, the default) or form_post (an ID token).
import {createRequire} from 'node:module';
import https from 'node:https';
import {readFileSync} from 'node:fs';
import {webcrypto} from 'node:crypto';

globalThis.crypto ??= webcrypto; // Debian's node 18 hides it
const require = createRequire(`${process.cwd()}/build/node/package.json`);
const openid = await import(require.resolve('openid-client'));
const ca = readFileSync(process.env.PORTAL_CA);
const tls = process.env.RELYING_TLS;
export const url = process.env.NODE_URL;
export const secrets = Object.fromEntries(
  process.env.RELYING_SECRETS.split(' ').map(pair => pair.split('=')));

// fetch() that knows where *.localhost is and whose certificate counts.
export function fetchHere(address, {method = 'GET', headers = {}, body} = {}) {
  return new Promise((resolve, reject) => {
    const asked = https.request(address, {
      method, ca, headers: Object.fromEntries(new Headers(headers)),
      lookup: (name, options, found) => options.all
        ? found(null, [{address: '127.0.0.1', family: 4}])
        : found(null, '127.0.0.1', 4),
    }, async answer => {
      const bytes = Buffer.concat(await answer.toArray());
      const empty = [204, 205, 304].includes(answer.statusCode);
      resolve(new Response(empty ? null : bytes,
        {status: answer.statusCode, headers: answer.headersDistinct
          ? Object.entries(answer.headersDistinct)
            .flatMap(([name, all]) => all.map(value => [name, value])) : {}}));
    });
    asked.on('error', reject);
    asked.end(body === undefined || body === null ? undefined : String(body));
  });
}

function page(title, text) {
  const safe = text.replace(/[&<]/g, c => c === '&' ? '&amp;' : '&lt;');
  return `<!doctype html><html lang="en"><title>${title}</title>` +
    `<h1>${title}</h1><pre id="came">${safe}</pre>`;
}

export class Party {
  static async open({client = 'node', secret = secrets[client],
    mode = 'query'} = {}) {
    const party = new Party();
    party.mode = mode;
    party.waiting = new Map(); // what was asked for, by state
    party.config = await openid.discovery(
      new URL(process.env.PORTAL_URL), client, secret,
      secret === undefined ? openid.None() : openid.ClientSecretBasic(secret),
      {[openid.customFetch]: fetchHere});
    if (mode === 'form_post')
      openid.useIdTokenResponseType(party.config);
    party.server = https.createServer(
      {key: readFileSync(`${tls}/relying.key`),
        cert: readFileSync(`${tls}/relying.pem`)},
      (asked, answer) => party.serve(asked, answer));
    await new Promise(up =>
      party.server.listen(new URL(url).port, '127.0.0.1', up));
    return party;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise(done => this.server.close(done));
  }

  async serve(asked, answer) {
    const target = new URL(asked.url, url);
    const act = {'/go': 'go', '/back': 'back', '/posted': 'posted',
      '/out': 'out', '/bye.html': 'bye'}[target.pathname];
    try {
      await this[act ?? 'bye'](target, asked, answer);
    } catch (fault) {
      this.fault = fault;
      answer.writeHead(400, {'Content-Type': 'text/html'});
      answer.end(page('Nobody', JSON.stringify(
        {error: fault.error ?? fault.message, code: fault.code})));
    }
  }

  // The request as it is sent; what is in `more` comes with it.
  async request(more = {}) {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState(), nonce = openid.randomNonce();
    this.waiting.set(state, {verifier, nonce, more});
    return openid.buildAuthorizationUrl(this.config, {
      redirect_uri: url + (this.mode === 'query' ? '/back' : '/posted'),
      scope: 'openid profile email school kind groups', state, nonce,
      ...this.mode === 'query' ? {code_challenge_method: 'S256',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier)}
        : {response_mode: 'form_post'},
      ...more});
  }

  async go(target, asked, answer) {
    const more = Object.fromEntries(target.searchParams);
    answer.writeHead(302, {Location: (await this.request(more)).href}).end();
  }

  checks(state) {
    const {verifier, nonce, more} = this.waiting.get(state);
    return {pkceCodeVerifier: verifier, expectedNonce: nonce,
      expectedState: state, idTokenExpected: true,
      ...more.max_age ? {maxAge: Number(more.max_age)} : {}};
  }

  async back(target, asked, answer) {
    const checks = this.checks(target.searchParams.get('state'));
    const tokens =
      await openid.authorizationCodeGrant(this.config, target, checks);
    const claims = tokens.claims();
    const told = await openid.fetchUserInfo(
      this.config, tokens.access_token, claims.sub);
    this.came = {claims, told, tokens};
    answer.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'});
    answer.end(page('Room booking', JSON.stringify(told)));
  }

  async posted(target, asked, answer) {
    const body = Buffer.concat(await asked.toArray()).toString();
    const state = new URLSearchParams(body).get('state');
    const {expectedNonce} = this.checks(state);
    const claims = await openid.implicitAuthentication(this.config,
      new Request(target, {method: 'POST', body, headers:
        {'Content-Type': 'application/x-www-form-urlencoded'}}),
      expectedNonce, {expectedState: state});
    this.came = {claims, body};
    answer.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'});
    answer.end(page('Leave', JSON.stringify(claims)));
  }

  async out(target, asked, answer) {
    const end = openid.buildEndSessionUrl(this.config, {
      post_logout_redirect_uri: `${url}/bye.html`, state: 'left',
      ...target.searchParams.has('quiet') ? {}
        : {id_token_hint: this.came.tokens.id_token}});
    answer.writeHead(302, {Location: end.href}).end();
  }

  bye(target, asked, answer) {
    answer.writeHead(200, {'Content-Type': 'text/html'});
    answer.end(page('Bye', target.search));
  }

  // What userinfo says to the last token now: the status.
  async userinfo() {
    const answer = await fetchHere(
      `${process.env.PORTAL_URL}/openid/userinfo`,
      {headers: {Authorization: `Bearer ${this.came.tokens.access_token}`}});
    return answer.status;
  }
}
