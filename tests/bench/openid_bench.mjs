// openid_bench.mjs - signing on as clients do, without a browser: with the
// session given, through nginx and TLS, ASKERS at once on kept connections.
//
//	node openid_bench.mjs sign-on|token|userinfo SESSION COUNT ASKERS
//						prints how many a second
//	node openid_bench.mjs PATH SESSION COUNT	ms of each, one at a time
import assert from 'node:assert/strict';
import https from 'node:https';
import {readFileSync} from 'node:fs';

const [work, session, count, askers = '1'] = process.argv.slice(2);
const {PORTAL_URL, PORTAL_CA, OPENID_SECRET, OPENID_BACK} = process.env;
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const AUTHORIZE = '/openid/authorize?' + new URLSearchParams({
  client_id: 'bench', redirect_uri: OPENID_BACK, response_type: 'code',
  scope: 'openid profile email', state: 's', nonce: 'n',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256'});
const agent = new https.Agent({keepAlive: true, maxSockets: Number(askers),
  ca: readFileSync(PORTAL_CA), lookup: (name, options, found) => options.all
    ? found(null, [{address: '127.0.0.1', family: 4}])
    : found(null, '127.0.0.1', 4)});

function ask(path, {body, ...headers} = {}) {
  return new Promise((resolve, reject) => {
    const asked = https.request(PORTAL_URL + path,
      {agent, method: body ? 'POST' : 'GET', headers}, async answer =>
        resolve({status: answer.statusCode, led: answer.headers.location,
          text: Buffer.concat(await answer.toArray()).toString()}));
    asked.on('error', reject);
    asked.end(body);
  });
}

async function code() {
  const {led} = await ask(AUTHORIZE, {Cookie: `__Host-portal=${session}`});
  return new URL(led).searchParams.get('code');
}

async function token(given) {
  const {status, text} = await ask('/openid/token', {
    'Content-Type': 'application/x-www-form-urlencoded',
    Authorization: 'Basic ' +
      Buffer.from(`bench:${OPENID_SECRET}`).toString('base64'),
    body: new URLSearchParams({grant_type: 'authorization_code', code: given,
      redirect_uri: OPENID_BACK, code_verifier: VERIFIER}).toString()});
  assert.equal(status, 200, text);
  return JSON.parse(text).access_token;
}

async function userinfo(access) {
  const {status} =
    await ask('/openid/userinfo', {Authorization: `Bearer ${access}`});
  assert.equal(status, 200);
}

// All of them, `askers` at once; the seconds that took.
async function crowd(items, act) {
  const start = process.hrtime.bigint(), made = [];
  let next = 0;
  const one = async () => {
    while (next < items.length)
      made.push(await act(items[next++]));
  };
  await Promise.all(Array.from({length: Number(askers)}, one));
  return {s: Number(process.hrtime.bigint() - start) / 1e9, made};
}

const works = {
  'sign-on': async items => crowd(items, async () =>
    userinfo(await token(await code()))),
  token: async items => crowd((await crowd(items, code)).made, token),
  userinfo: async items => {
    const access = await token(await code());
    return crowd(items, () => userinfo(access));
  },
};

if (work in works) {
  const {s} = await works[work](Array.from({length: Number(count)}));
  console.log(Number(count) / s);
} else {
  const path = work === 'authorize' ? AUTHORIZE : work;
  for (let i = 0; i < Number(count); i++) {
    const start = process.hrtime.bigint();
    const {status} = await ask(path, work === 'authorize'
      ? {Cookie: `__Host-portal=${session}`} : {});
    assert.ok(status === 200 || status === 303);
    console.log(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
agent.destroy();
