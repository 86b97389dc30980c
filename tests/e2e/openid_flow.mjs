// openid_flow.mjs - people sign on to two services of others, with one sign-in.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {Portal} from './browser.mjs';
import {Party} from './openid_party.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

const apache = process.env.APACHE_URL, node = process.env.NODE_URL;
const portal = await Portal.open();
const at = address => url => url.href.startsWith(address);

// IT works on an entry with ordinary LDAP tools.
function modify(account, change) {
  const {SLAPD_BASE, SLAPD_DIR, SLAPD_IT, SLAPD_LDAPI} = process.env;
  execFileSync('ldapmodify', ['-x', '-H', SLAPD_LDAPI, '-D', SLAPD_IT,
    '-y', `${SLAPD_DIR}/secret/it`],
  {input: `dn: uid=${account},ou=people,${SLAPD_BASE}\n${change}\n`});
}

// Fills in the sign-in page that the service has led to. A portal-front that
// was started anew no longer knows this picture, and ears mishear.
async function signIn(visitor, account, password = 'Blue-Harbor-77') {
  const {page} = visitor;
  for (let tries = 0; tries < 3; tries++) {
    await page.fill('#account', account);
    await page.fill('#password', password);
    await page.fill('#letters',
      await portal.answer(page).catch(() => 'gone'));
    await visitor.press('.card .actions button:not([type=button])');
    if (!/picture|圖/.test(await visitor.complaint()))
      return;
  }
}

let party = await Party.open();
const came = async page =>
  JSON.parse(await page.locator('#came').textContent());

for (const kind of [
  {name: 'at a desk', lang: 'zh-TW'},
  {name: 'on a phone without script', lang: 'en', phone: true, script: false},
]) {
  const visitor = await Visitor.enter(portal, kind);
  const {page} = visitor;
  const step = (sentence, act) => it(`${kind.name}: ${sentence}`, act);

  await step('a service leads to the sign-in page, which names it',
    async () => {
      await page.goto(`${apache}/`);
      assert.equal(new URL(page.url()).pathname, '/openid/authorize');
      assert.match(await page.locator('main').textContent(),
        kind.lang === 'en' ? /Course booking/ : /研習報名/);
      await visitor.look('openid-sign-in');
    });
  await step('a change of language keeps it', async () => {
    await visitor.press('.tongue a');
    assert.match(await page.locator('main').textContent(),
      kind.lang === 'en' ? /研習報名/ : /Course booking/);
    await visitor.press('.tongue a');
  });
  await step('a wrong password keeps it, too', async () => {
    await signIn(visitor, 'demoa2', 'wrong');
    await page.locator('.complaint').waitFor();
    assert.match(await page.locator('main').textContent(),
      kind.lang === 'en' ? /Course booking/ : /研習報名/);
    await visitor.look('openid-sign-in-again');
  });
  await step('signed in, one is at the service, which knows who it is',
    async () => {
      await signIn(visitor, 'demoa2');
      await page.waitForURL(at(`${apache}/`));
      assert.equal(await page.locator('#account').textContent(), 'demoa2');
      assert.equal(await page.locator('#name').textContent(), '示範甲2');
      assert.equal(await page.locator('#mail').textContent(),
        'a2@school.example');
      assert.equal(await page.locator('#school').textContent(), '014501');
    });
  await step('a second service asks for no password', async () => {
    await page.goto(`${node}/go`);
    await page.waitForURL(at(`${node}/back`));
    const told = await came(page);
    assert.equal(told.preferred_username, 'demoa2');
    assert.equal(told.school_name, '示範國民中學');
    assert.equal(told.staff_kind, 'TEACHER');
    assert.ok(!JSON.stringify(told).includes(
      process.env.PORTAL_IDS.split(/\s+/)[1]), 'the national ID');
  });
  await step('prompt=none asks for nothing', async () => {
    await page.goto(`${node}/go?prompt=none`);
    await page.waitForURL(at(`${node}/back`));
    assert.equal((await came(page)).preferred_username, 'demoa2');
  });
  await step('prompt=login asks again, once', async () => {
    const before = party.came.claims.auth_time;
    await page.goto(`${node}/go?prompt=login`);
    assert.equal(new URL(page.url()).pathname, '/openid/authorize');
    await signIn(visitor, 'demoa2');
    await page.waitForURL(at(`${node}/back`));
    assert.ok(party.came.claims.auth_time > before);
  });
  await step('max_age=0 asks again, once', async () => {
    await page.goto(`${node}/go?max_age=0`);
    assert.equal(new URL(page.url()).pathname, '/openid/authorize');
    await signIn(visitor, 'demoa2');
    await page.waitForURL(at(`${node}/back`));
    assert.equal((await came(page)).preferred_username, 'demoa2');
  });
  await step('max_age=10000 does not', async () => {
    await page.goto(`${node}/go?max_age=10000`);
    await page.waitForURL(at(`${node}/back`));
  });
  await step('a service that shows no token of ours cannot sign out unasked',
    async () => {
      await page.goto(`${node}/out?quiet=1`);
      assert.equal(new URL(page.url()).pathname, '/openid/end_session');
      await visitor.look('openid-end');
      await page.goto(`${node}/go?prompt=none`);
      await page.waitForURL(at(`${node}/back`));
    });
  await step('the person who is asked signs out, and is led back',
    async () => {
      await page.goto(`${node}/out?quiet=1`);
      await visitor.press('.card .actions button');
      await page.waitForURL(at(`${node}/bye.html?state=left`));
      await page.goto(`${node}/go?prompt=none`);
      assert.equal((await came(page)).error, 'login_required');
    });
  await step('a service that shows one signs out at once', async () => {
    await page.goto(`${node}/go`);
    await signIn(visitor, 'demoa2');
    await page.waitForURL(at(`${node}/back`));
    assert.equal(await party.userinfo(), 200);
    await page.goto(`${node}/out`);
    await page.waitForURL(at(`${node}/bye.html?state=left`));
    assert.equal(await party.userinfo(), 401);
    await page.goto(`${node}/go?prompt=none`);
    assert.equal((await came(page)).error, 'login_required');
  });
  await visitor.leave();
}

await it('a new password ends sign-on at once', async () => {
  const visitor = await Visitor.enter(portal, {lang: 'en'});
  const {page} = visitor;
  await page.goto(`${node}/go`);
  await signIn(visitor, 'demoa3');
  await page.waitForURL(at(`${node}/back`));
  await page.goto(`${apache}/`);
  assert.equal(await page.locator('#account').textContent(), 'demoa3');
  const other = await Visitor.enter(portal, {lang: 'en'});
  await other.page.goto('/sign-in');
  await other.signIn('demoa3', 'Blue-Harbor-77');
  await other.page.goto('/password');
  await other.change('Blue-Harbor-77', 'Early-Garden-52');
  await other.leave();
  assert.equal(await party.userinfo(), 401);
  await page.goto(`${node}/go?prompt=none`);
  assert.equal((await came(page)).error, 'login_required');
  await visitor.leave();
});

await it('so does a suspension', async () => {
  const visitor = await Visitor.enter(portal, {lang: 'en'});
  const {page} = visitor;
  await page.goto(`${node}/go`);
  await signIn(visitor, 'demoa4');
  await page.waitForURL(at(`${node}/back`));
  assert.equal(await party.userinfo(), 200);
  portal.admin('person', 'suspend', 'demoa4', '--why', 'test');
  assert.equal(await party.userinfo(), 401);
  await page.goto(`${node}/go`);
  assert.equal(new URL(page.url()).pathname, '/openid/authorize');
  await signIn(visitor, 'demoa4');
  await page.locator('.complaint').waitFor();
  await visitor.leave();
});

await it('who must change the password does so on the way', async () => {
  const visitor = await Visitor.enter(portal, {lang: 'zh-TW', phone: true});
  const {page} = visitor;
  modify('demoa1', 'replace: pwdReset\npwdReset: TRUE');
  await page.goto(`${node}/go`);
  await signIn(visitor, 'demoa1');
  assert.match(await page.locator('main').textContent(), /場地借用/);
  await visitor.look('openid-must-change');
  await visitor.fill('#old', 'Blue-Harbor-77');
  await visitor.fill('#password', 'Quiet-Meadow-31');
  await visitor.fill('#again', 'Quiet-Meadow-31');
  await visitor.press('.card .actions button:not([type=button])');
  await page.waitForURL(at(`${node}/back`));
  assert.equal((await came(page)).preferred_username, 'demoa1');
  await visitor.leave();
});

await it('a reset with a check code ends sign-on at once', async () => {
  const visitor = await Visitor.enter(portal, {lang: 'en'});
  await visitor.page.goto(`${node}/go`);
  await signIn(visitor, 'demoa1', 'Quiet-Meadow-31');
  await visitor.page.waitForURL(at(`${node}/back`));
  assert.equal(await party.userinfo(), 200);
  const code = portal.admin('code', 'issue', 'demoa1', '--why', 'test')
    .match(/\d{4} ?\d{4} ?\d{4}/)[0];
  const other = await Visitor.enter(portal, {lang: 'en'});
  await other.page.goto('/code');
  await other.redeem(process.env.PORTAL_IDS.split(/\s+/)[0], code,
    'Silver-Canyon-64');
  await other.leave();
  assert.equal(await party.userinfo(), 401);
  await visitor.leave();
});

for (const name of ['front', 'identityd'])
  await it(`${name} started anew in the middle of a sign-on loses nothing`,
    async () => {
      const visitor = await Visitor.enter(portal, {lang: 'en'});
      const {page} = visitor;
      await page.goto(`${node}/go`);
      portal.restart(name);
      await signIn(visitor, 'demoa2');
      if (new URL(page.url()).origin !== node) // the open form was stale
        await signIn(visitor, 'demoa2');
      await page.waitForURL(at(`${node}/back`));
      assert.equal((await came(page)).preferred_username, 'demoa2');
      await visitor.leave();
    });

await it('a client without a secret signs people on, too', async () => {
  await party.close();
  party = await Party.open({client: 'node-public'});
  const visitor = await Visitor.enter(portal, {lang: 'zh-TW'});
  await visitor.page.goto(`${node}/go`);
  await signIn(visitor, 'demoa2');
  await visitor.page.waitForURL(at(`${node}/back`));
  assert.equal((await came(visitor.page)).preferred_username, 'demoa2');
  await visitor.leave();
});

await party.close();
party = await Party.open({client: 'node-own', mode: 'form_post'});
for (const script of [true, false])
  await it(`an ID token is posted to a service of our own, ${
    script ? 'with' : 'without'} script`, async () => {
    const visitor = await Visitor.enter(portal, {lang: 'zh-TW', script});
    const {page} = visitor;
    await page.goto(`${node}/go`);
    await signIn(visitor, 'demoa2');
    if (!script) {
      await visitor.look('openid-post');
      await visitor.press('form.onward button');
    }
    await page.waitForURL(at(`${node}/posted`));
    assert.equal((await came(page)).preferred_username, 'demoa2');
    await visitor.leave();
  });
await party.close();

await it('a service that is not registered leads nowhere', async () => {
  const visitor = await Visitor.enter(portal, {lang: 'zh-TW'});
  await visitor.page.goto('/openid/authorize?client_id=nobody&' +
    'response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fa.example%2F');
  visitor.at('/openid/authorize');
  await visitor.look('openid-refused');
  await visitor.leave();
});

await portal.close();
finish();
