// openid_basic.mjs - what a Basic OpenID Provider must do, by request and
// answer; each sentence names the section that says so.
import assert from 'node:assert/strict';
import {createHash, randomBytes} from 'node:crypto';
import {createRequire} from 'node:module';
import {Portal} from './browser.mjs';
import {fetchHere, secrets, url as service} from './openid_party.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

const require = createRequire(`${process.cwd()}/build/node/package.json`);
const jose = await import(require.resolve('jose'));
const issuer = process.env.PORTAL_URL;
const back = `${service}/back`, posted = `${service}/posted`;
// RFC 7636, appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const usual = {client_id: 'node', redirect_uri: back, response_type: 'code',
  scope: 'openid', state: 's t&a=te', nonce: 'n', code_challenge: CHALLENGE,
  code_challenge_method: 'S256'};
const portal = await Portal.open();

// The session of somebody who has just signed in.
async function sessionOf(account) {
  const visitor = await Visitor.enter(portal, {lang: 'en'});
  await visitor.page.goto('/sign-in');
  await visitor.signIn(account, 'Blue-Harbor-77');
  const cookies = await visitor.page.context().cookies();
  await visitor.leave();
  return cookies.find(({name}) => name === '__Host-portal').value;
}

function without(object, ...names) {
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => !names.includes(name)));
}

// Where the browser is led, and what the address says; or the page.
async function authorize(params, {session, body, headers = {}} = {}) {
  const query = new URLSearchParams(params);
  const answer = await fetchHere(
    `${issuer}/openid/authorize${body ? '' : `?${query}`}`, {
      method: body ? 'POST' : 'GET', body: body ? query : undefined,
      headers: {...session ? {Cookie: `__Host-portal=${session}`} : {},
        ...body ? {'Content-Type': 'application/x-www-form-urlencoded'} : {},
        ...headers}});
  const led = answer.headers.get('location');
  return {status: answer.status, led, page: await answer.text(),
    policy: answer.headers.get('content-security-policy'),
    said: led ? Object.fromEntries(new URL(led, issuer).searchParams) : {}};
}

async function token(params, {client = 'node', secret = secrets[client],
  basic = true} = {}) {
  const answer = await fetchHere(`${issuer}/openid/token`, {
    method: 'POST',
    headers: {'Content-Type': 'application/x-www-form-urlencoded',
      ...basic ? {Authorization: `Basic ${Buffer.from(
        `${client}:${secret}`).toString('base64')}`} : {}},
    body: new URLSearchParams({grant_type: 'authorization_code',
      redirect_uri: back, code_verifier: VERIFIER, ...params})});
  return {status: answer.status, json: await answer.json(),
    kept: answer.headers.get('cache-control')};
}

async function userinfo(access, {method = 'GET', body} = {}) {
  const answer = await fetchHere(`${issuer}/openid/userinfo`, {method,
    headers: body
      ? {'Content-Type': 'application/x-www-form-urlencoded'}
      : {Authorization: `Bearer ${access}`},
    body: body && new URLSearchParams({access_token: access})});
  return {status: answer.status, json: await answer.json(),
    type: answer.headers.get('content-type'),
    challenge: answer.headers.get('www-authenticate')};
}

const get = async path =>
  (await fetchHere(issuer + path)).json();
const code = async (more = {}) =>
  (await authorize({...usual, ...more}, {session})).said.code;
const keys = jose.createLocalJWKSet(await get('/openid/keys'));
const open = (jwt, audience = 'node') => jose.jwtVerify(jwt, keys,
  {issuer, audience, algorithms: ['RS256']});

let session = await sessionOf('demoa2');

// --- what every answer of one kind must be
function isLed(answer, said) {
  assert.equal(answer.status, 303);
  assert.ok(answer.led.startsWith(`${back}?`), answer.led);
  assert.equal(answer.said.state, usual.state);
  assert.equal(answer.said.iss, issuer);
  for (const [name, value] of Object.entries(said))
    assert.equal(answer.said[name], value);
}
function isAsked(answer) {
  assert.equal(answer.status, 200);
  assert.equal(answer.led, null);
  assert.match(answer.page, /name="password"/);
}
function isPage(answer) {
  assert.equal(answer.status, 400);
  assert.equal(answer.led, null);
}

// --- one row a requirement: the request, and what comes of it
const rows = [
  ['Core 3.1.2.1 and 3.1.2.5: code, with the state as it was sent', {},
    answer => {
      isLed(answer, {});
      assert.ok(answer.said.code.length > 20);
    }],
  ['RFC 9207 2: the issuer comes with it', {},
    answer => assert.equal(answer.said.iss, issuer)],
  ['Core 3.1.2.1: without scope openid it is no OpenID request',
    {scope: 'profile'}, answer => isLed(answer, {error: 'invalid_scope'})],
  ['Core 3.1.2.1: a scope that is not known is passed over',
    {scope: 'openid colour'}, answer => assert.ok(answer.said.code)],
  ['RFC 6749 3.1.1: no response_type is answered', {response_type: ''},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['Core 3.1.2.6: another response_type is refused',
    {response_type: 'token'},
    answer => isLed(answer, {error: 'unsupported_response_type'})],
  ['Core 3.1.2.1: parameters that are not known are passed over',
    {extra: 'foobar'}, answer => assert.ok(answer.said.code)],
  ['Core 3.1.2.1: display changes nothing', {display: 'popup'},
    answer => assert.ok(answer.said.code)],
  ['Core 3.1.2.1: ui_locales changes nothing', {ui_locales: 'se zh-TW en'},
    answer => assert.ok(answer.said.code)],
  ['Core 5.2: nor does claims_locales', {claims_locales: 'se'},
    answer => assert.ok(answer.said.code)],
  ['Core 5.5.1.1: nor do acr_values', {acr_values: '1 2'},
    answer => assert.ok(answer.said.code)],
  ['Core 5.5: the claims parameter is passed over',
    {claims: '{"userinfo":{"name":{"essential":true}}}'},
    answer => assert.ok(answer.said.code)],
  ['Core 3.1.2.6: request is refused by its name', {request: 'x.y.z'},
    answer => isLed(answer, {error: 'request_not_supported'})],
  ['Core 3.1.2.6: request_uri is refused by its name',
    {request_uri: 'https://a.example/r'},
    answer => isLed(answer, {error: 'request_uri_not_supported'})],
  ['Core 3.1.2.6: registration is refused by its name',
    {registration: '{}'},
    answer => isLed(answer, {error: 'registration_not_supported'})],
  ['Core 3.1.2.1: prompt=none gives a code to who is signed in',
    {prompt: 'none'}, answer => assert.ok(answer.said.code)],
  ['Core 3.1.2.6: prompt=none, nobody signed in: login_required',
    {prompt: 'none'}, answer => isLed(answer, {error: 'login_required'}),
    {stranger: true}],
  ['Core 3.1.2.1: prompt=none with another is refused',
    {prompt: 'none login'},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['Core 3.1.2.3: nobody signed in is asked to', {}, isAsked,
    {stranger: true}],
  ['Core 3.1.2.3: prompt=login asks who is signed in', {prompt: 'login'},
    isAsked],
  ['Core 3.1.2.3: max_age that has passed asks again', {max_age: '0'},
    isAsked],
  ['Core 3.1.2.1: max_age that has not does not', {max_age: '10000'},
    answer => assert.ok(answer.said.code)],
  ['Core 3.1.2.1: max_age that is no number is refused', {max_age: '-1'},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['Core 3.1.2.1: login_hint is typed in already',
    {login_hint: 'demoa3'}, answer =>
      assert.match(answer.page, /name="account" value="demoa3"/),
    {stranger: true}],
  ['Core 3.1.2.6: id_token_hint of nobody, prompt=none: login_required',
    {id_token_hint: 'x.y.z', prompt: 'none'},
    answer => isLed(answer, {error: 'login_required'})],
  ['Core 3.1.2.1: a client that is not registered leads nowhere',
    {client_id: 'nobody'}, isPage],
  ['Core 3.1.2.1: nor does a request without one', {client_id: ''}, isPage],
  ['Core 3.1.2.1: a redirect_uri that is not registered leads nowhere',
    {redirect_uri: `${service}/elsewhere`}, isPage],
  ['RFC 6749 3.1.2.4: nor does one with more behind it',
    {redirect_uri: `${back}/..`}, isPage],
  ['RFC 6749 3.1.2.3: nor one with a query', {redirect_uri: `${back}?a=b`},
    isPage],
  ['RFC 6749 3.1.2: nor one with a fragment', {redirect_uri: `${back}#a`},
    isPage],
  ['RFC 9700 4.1: nor one in other letters',
    {redirect_uri: back.toUpperCase()}, isPage],
  ['RFC 9700 4.1: nor one with a user name',
    {redirect_uri: back.replace('://', '://x@')}, isPage],
  ['RFC 9700 4.1: nor that of another client',
    {redirect_uri: `${process.env.APACHE_URL}/signed-on`}, isPage],
  ['RFC 6749 3.1.2.3: nor none at all', {redirect_uri: ''}, isPage],
  ['RFC 9700 2.1.1: no code without PKCE',
    {code_challenge: '', code_challenge_method: ''},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['RFC 7636 4.2: plain is a downgrade', {code_challenge_method: 'plain'},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['RFC 7636 4.3: no method means plain', {code_challenge_method: ''},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['RFC 7636 4.2: a challenge of another length is none',
    {code_challenge: 'short'},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['Form Post 2: query and form_post only', {response_mode: 'fragment'},
    answer => isLed(answer, {error: 'invalid_request'})],
  ['Core 3.2.2.1: an ID token is for first-party clients',
    {response_type: 'id_token', response_mode: 'form_post'}, answer => {
      assert.match(answer.page, /value="unauthorized_client"/);
      assert.doesNotMatch(answer.page, /name="id_token"/);
    }],
  ['Core 3.2.2.1: without a nonce there is none',
    {client_id: 'node-own', redirect_uri: posted, response_type: 'id_token',
      response_mode: 'form_post', nonce: ''},
    answer => assert.match(answer.page, /value="invalid_request"/)],
  ['Form Post 2: an ID token comes as a form that may go there only',
    {client_id: 'node-own', redirect_uri: posted, response_type: 'id_token',
      response_mode: 'form_post'}, answer => {
      assert.equal(answer.status, 200);
      assert.match(answer.page, /name="id_token" value="ey/);
      assert.ok(answer.policy.endsWith(`form-action 'self' ${service}`));
    }],
];
for (const [sentence, more, judge, {stranger = false} = {}] of rows)
  await it(sentence, async () => judge(await authorize(
    without({...usual, ...more}, ...Object.keys(more)
      .filter(name => more[name] === '')),
    {session: stranger ? undefined : session})));

await it('Core 3.1.2.1: POST is as good as GET', async () => {
  const first = await authorize(usual, {body: true,
    headers: {Origin: service}});
  assert.equal(first.status, 303);
  isLed(await authorize(new URL(first.led, issuer).searchParams, {session}),
    {});
});
await it('Core 3.1.2.1: an empty parameter is as good as none', async () =>
  isLed(await authorize({...usual, prompt: '', max_age: ''}, {session}), {}));
await it('Core 3.1.2.1: a parameter twice leads nowhere', async () => {
  const query = `${new URLSearchParams(usual)}&redirect_uri=https://a.example`;
  isPage(await authorize(query, {session}));
});

// --- the token endpoint
await it('Core 3.1.3.3: a code gives an access token and an ID token',
  async () => {
    const {status, json, kept} = await token({code: await code()});
    assert.equal(status, 200);
    assert.equal(json.token_type, 'Bearer');
    assert.ok(json.expires_in > 0 && json.access_token && json.id_token);
    assert.equal(kept, 'no-store');
  });
await it('Core 2 and 3.1.3.7: the ID token says what it must', async () => {
  const {json} = await token({code: await code({max_age: '10000'})});
  const {payload, protectedHeader} = await open(json.id_token);
  assert.equal(protectedHeader.alg, 'RS256');
  assert.ok(protectedHeader.kid);
  assert.equal(payload.nonce, 'n');
  assert.ok(payload.sub.length <= 255 && payload.exp > payload.iat);
  assert.ok(payload.auth_time <= payload.iat && payload.acr);
});
await it('Core 3.1.3.6: at_hash is of the access token', async () => {
  const {json} = await token({code: await code()});
  const {payload} = await open(json.id_token);
  assert.equal(payload.at_hash, createHash('sha256')
    .update(json.access_token).digest().subarray(0, 16)
    .toString('base64url'));
});
await it('Core 3.1.2.1: without a nonce there is none in it', async () => {
  const led = await authorize(without(usual, 'nonce'), {session});
  const {json} = await token({code: led.said.code});
  assert.ok(!('nonce' in (await open(json.id_token)).payload));
});
await it('Core 9: client_secret_post is as good as Basic', async () =>
  assert.equal((await token({code: await code(), client_id: 'node',
    client_secret: secrets.node}, {basic: false})).status, 200));
await it('RFC 6749 4.1.2: a code is good once, and its token dies', async () => {
  const once = await code();
  const {json} = await token({code: once});
  assert.equal((await userinfo(json.access_token)).status, 200);
  const twice = await token({code: once});
  assert.equal(twice.status, 400);
  assert.equal(twice.json.error, 'invalid_grant');
  assert.equal((await userinfo(json.access_token)).status, 401);
});
await it('RFC 6749 4.1.3: of two at once one gets it', async () => {
  const once = await code();
  const got = await Promise.all([...Array(4)].map(() => token({code: once})));
  assert.equal(got.filter(({status}) => status === 200).length, 1);
});
const bids = [
  ['RFC 6749 4.1.3: the redirect_uri must be the same',
    {redirect_uri: posted}, {}, 'invalid_grant'],
  ['RFC 6749 4.1.3: and be there', {redirect_uri: ''}, {}, 'invalid_request'],
  ['RFC 7636 4.6: another verifier is refused',
    {code_verifier: VERIFIER.replace('d', 'e')}, {}, 'invalid_grant'],
  ['RFC 7636 4.6: the challenge itself is no verifier',
    {code_verifier: CHALLENGE}, {}, 'invalid_grant'],
  ['RFC 7636 4.5: none is refused', {code_verifier: ''}, {},
    'invalid_request'],
  ['RFC 6749 4.1.3: a code of another client is refused', {},
    {client: 'node-own'}, 'invalid_grant'],
  ['RFC 6749 5.2: a wrong secret is refused', {}, {secret: 'x'},
    'invalid_client'],
  ['RFC 6749 5.2: so is none', {client_id: 'node'}, {basic: false},
    'invalid_client'],
  ['RFC 6749 5.2: another grant_type is refused by its name',
    {grant_type: 'password'}, {}, 'unsupported_grant_type'],
  ['RFC 6749 5.2: none at all is no request', {grant_type: ''}, {},
    'invalid_request'],
  ['RFC 6749 10.10: a code that was made up is none',
    {code: randomBytes(300).toString('base64url')}, {}, 'invalid_grant'],
];
for (const [sentence, change, who, error] of bids)
  await it(sentence, async () => {
    const given = {code: await code(), ...change};
    const {status, json} = await token(given, who);
    assert.equal(json.error, error);
    assert.equal(status, error === 'invalid_client' ? 401 : 400);
  });

// --- userinfo, discovery, keys
await it('Core 5.3.1: userinfo by GET and by POST says the same', async () => {
  const {json} = await token({code: await code()});
  const got = await userinfo(json.access_token);
  assert.equal(got.type, 'application/json');
  for (const how of [{method: 'POST'}, {method: 'POST', body: true}])
    assert.deepEqual((await userinfo(json.access_token, how)).json, got.json);
});
await it('Core 5.3.2: its sub is that of the ID token', async () => {
  const {json} = await token({code: await code()});
  assert.equal((await userinfo(json.access_token)).json.sub,
    (await open(json.id_token)).payload.sub);
});
const scopes = [['profile', 'name', 'preferred_username', 'updated_at'],
  ['email', 'email', 'email_verified'],
  ['school', 'school_code', 'school_name', 'unit'],
  ['kind', 'staff_kind'], ['groups', 'groups']];
for (const [scope, ...names] of scopes)
  await it(`Core 5.4: scope ${scope} says ${names.join(', ')}`, async () => {
    const {json} = await token({code: await code({scope: `openid ${scope}`})});
    const told = (await userinfo(json.access_token)).json;
    assert.deepEqual(names.filter(name => !(name in told)), []);
    assert.ok(scope === 'email' || !('email' in told));
  });
await it('RFC 6750 3.1: a token that was changed is invalid_token',
  async () => {
    const {json} = await token({code: await code()});
    const got = await userinfo(`${json.access_token.slice(0, -4)}AAAA`);
    assert.equal(got.status, 401);
    assert.match(got.challenge, /error="invalid_token"/);
  });
await it('Core 3.1.3.7: a code or an ID token is no access token', async () => {
  const {json} = await token({code: await code()});
  assert.equal((await userinfo(await code())).status, 401);
  assert.notEqual((await userinfo(json.id_token)).status, 200);
});
await it('Discovery 3: the document says what there is', async () => {
  const about = await get('/.well-known/openid-configuration');
  assert.equal(about.issuer, issuer);
  assert.deepEqual(about.id_token_signing_alg_values_supported, ['RS256']);
  assert.deepEqual(about.code_challenge_methods_supported, ['S256']);
  assert.equal(about.authorization_response_iss_parameter_supported, true);
  for (const name of ['authorization', 'token', 'userinfo', 'end_session'])
    assert.ok(about[`${name}_endpoint`].startsWith(`${issuer}/openid/`));
  assert.deepEqual(about.subject_types_supported, ['public']);
});
await it('RFC 7517 4: the keys are public ones for RS256', async () => {
  const set = await get('/openid/keys');
  assert.ok(set.keys.length > 0);
  for (const key of set.keys) {
    assert.deepEqual([key.kty, key.use, key.alg], ['RSA', 'sig', 'RS256']);
    assert.ok(key.kid && !('d' in key) && !('p' in key));
  }
});

// --- id_token_hint, signing out
await it('Core 3.1.2.1: id_token_hint of who is signed in is no obstacle',
  async () => {
    const {json} = await token({code: await code()});
    assert.ok(await code({id_token_hint: json.id_token, prompt: 'none'}));
  });
await it('Core 3.1.2.1: of somebody else it is login_required', async () => {
  const {json} = await token({code: await code()});
  const other = await sessionOf('demoa3');
  isLed(await authorize({...usual, id_token_hint: json.id_token,
    prompt: 'none'}, {session: other}), {error: 'login_required'});
});
async function end(params, {body} = {}) {
  const answer = await fetchHere(
    `${issuer}/openid/end_session?${new URLSearchParams(params)}`,
    {headers: {Cookie: `__Host-portal=${session}`}, body});
  return {status: answer.status, led: answer.headers.get('location')};
}
await it('RP-Initiated Logout 2: without a hint the person is asked',
  async () => {
    const got = await end({client_id: 'node'});
    assert.deepEqual(got, {status: 200, led: null});
    assert.ok(await code());
  });
await it('RP-Initiated Logout 3: an address not registered leads nowhere',
  async () => {
    const {json} = await token({code: await code()});
    assert.deepEqual(await end({id_token_hint: json.id_token,
      post_logout_redirect_uri: `${service}/elsewhere`}),
    {status: 400, led: null});
  });
await it('RP-Initiated Logout 2: with one it ends at once, and leads back',
  async () => {
    const {json} = await token({code: await code()});
    const got = await end({id_token_hint: json.id_token, state: 'x y',
      post_logout_redirect_uri: `${service}/bye.html`});
    assert.equal(got.status, 303);
    assert.equal(got.led.replace('+', '%20'),
      `${service}/bye.html?state=x%20y`);
    assert.equal((await userinfo(json.access_token)).status, 401);
    isLed(await authorize({...usual, prompt: 'none'}, {session}),
      {error: 'login_required'});
  });

await portal.close();
finish();
