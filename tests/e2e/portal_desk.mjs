// portal_desk.mjs - personnel's and IT's pages: looked at, and used.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import https from 'node:https';
import {Portal} from './browser.mjs';
import {after, said} from './day.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

const portal = await Portal.open();
const WHO = {teacher: 'demoa2', officer: 'demoa3', personnel: 'demoa1',
  it: 'demoa4'};

// The ear may err, and nginx may want us to be slower: as people do, try again.
async function signedIn(account, options = {}) {
  const page = await portal.page(options);
  page.setDefaultTimeout(60000); // others may work on this machine, too
  for (let tries = 1; ; tries++) {
    await page.goto('/sign-in');
    await page.fill('#account', account);
    await page.fill('#password', 'Blue-Harbor-77');
    await page.fill('#letters', await portal.answer(page));
    const [answer] = await Promise.all([
      page.waitForResponse(sent => sent.request().method() === 'POST'),
      page.click('.card .actions button')]);
    if (answer.status() === 303)
      break;
    assert.ok(tries < 5, `signing in: ${answer.status()}`);
  }
  await page.waitForURL(url => url.pathname === '/');
  page.portal.faults = [];
  return page;
}

const nationalId = number => portal.nationalId(number);

// A question with this page's cookies and without its browser; nginx lets
// through as many as a quick reader asks.
async function send(page, method, path) {
  const cookies = (await page.context().cookies())
    .map(({name, value}) => `${name}=${value}`).join('; ');
  for (;;) {
    const answer = await sendOnce(cookies, method, path);
    if (answer.status !== 429)
      return answer;
  }
}

function sendOnce(cookies, method, path) {
  return new Promise((resolve, reject) => https.request(portal.url + path, {
    method, rejectUnauthorized: false, headers: {
      Cookie: cookies, 'Accept-Language': 'en', Origin: portal.url,
      ...method === 'POST' &&
        {'Content-Type': 'application/x-www-form-urlencoded'}},
    lookup: (name, options, found) => options.all
      ? found(null, [{address: '127.0.0.1', family: 4}])
      : found(null, '127.0.0.1', 4),
  }, async answer => resolve({status: answer.statusCode,
    location: answer.headers.location,
    text: Buffer.concat(await answer.toArray()).toString()}))
    .on('error', reject).end());
}

// ---------------------------------------------------------- who may see what
const DESK = {teacher: false, officer: false, personnel: true, it: true};
const LOOK = {...DESK, officer: true};
const IT = {teacher: false, officer: false, personnel: false, it: true};
const GETS = {
  '/staff': LOOK, '/staff/person?account=demoa5': LOOK, '/staff/mail': LOOK,
  '/staff/audit': DESK, '/staff/add': DESK, '/staff/take-in': DESK,
  '/staff/edit?account=demoa5': DESK, '/staff/import': DESK,
  '/it': IT, '/it/schools': IT, '/it/units?school=014501': IT,
  '/it/roles': IT, '/it/groups': IT, '/it/machines': IT, '/it/apps': IT,
  '/it/notices': IT,
};
const POSTS = {
  '/staff': LOOK, '/staff/person': DESK, '/staff/add': DESK,
  '/staff/edit': DESK, '/staff/take-in': DESK, '/staff/import': DESK,
  '/it/schools': IT, '/it/units': IT, '/it/roles': IT, '/it/groups': IT,
  '/it/machines': IT, '/it/apps': IT, '/it/notices': IT,
};
const desks = {};
for (const [role, account] of Object.entries(WHO))
  desks[role] = await signedIn(account, {lang: 'en'});
const stranger = await portal.page({lang: 'en'});

await it('strangers are sent to sign in, from everywhere', async () => {
  for (const [method, paths] of [['GET', GETS], ['POST', POSTS]])
    for (const path of Object.keys(paths)) {
      const answer = await send(stranger, method, path);
      assert.equal(answer.status, 303, path);
      assert.match(answer.location, /^\/sign-in/);
    }
});
for (const role of Object.keys(WHO))
  await it(`a page shows itself to its roles only: ${role}`, async () => {
    for (const [path, may] of Object.entries(GETS))
      assert.equal((await send(desks[role], 'GET', path)).status,
        may[role] ? 200 : 403, path);
    for (const [path, may] of Object.entries(POSTS))
      assert.equal((await send(desks[role], 'POST', path)).text
        .includes('<h1>You may not do that</h1>'), !may[role], path);
  });
await it('no other method does anything there', async () => {
  for (const path of ['/staff/audit', '/staff/mail', '/it'])
    assert.equal((await send(desks.it, 'POST', path)).status, 405);
  assert.equal((await send(desks.it, 'GET', '/it/nothing')).status, 404);
  assert.equal((await send(desks.it, 'GET', '/staff?page=2')).status, 400);
});
await it('people of another school are nobody\'s but IT\'s', async () => {
  for (const [role, status] of [['officer', 403], ['personnel', 403],
    ['it', 200]])
    assert.equal((await send(desks[role], 'GET',
      '/staff/person?account=demob5')).status, status);
});
await it('the information officer sees masked mail and no button',
  async () => {
    const page = desks.officer;
    await page.goto('/staff/person?account=demoa5');
    assert.match(await page.textContent('main'), /a\*\*\*@s\*\*\*\.example/);
    assert.match(await page.title(), / · 示範甲5 · /);
    assert.equal(await page.locator('main form').count(), 0);
    await page.goto('/staff');
    assert.doesNotMatch(await page.textContent('main'), /a5@school/);
  });

// ------------------------------------------------------------- what they do
async function addPerson(page, number, name, account) {
  await page.goto('/staff/add');
  await page.fill('#national_id', nationalId(number));
  await page.fill('#name', name);
  await page.fill('#name_en', account);
  await page.fill('#mail', `${account}@school.example`);
  await page.selectOption('#kind', 'TEACHER');
  await page.fill('#unit', '教務處');
}

for (const script of [true, false])
  await it(`somebody is planned, added, found and released, ${
    script ? 'with' : 'without'} script`, async () => {
    const page = await signedIn(WHO.personnel, {lang: 'en', script});
    const number = script ? 201 : 202, account = `newone${script ? 1 : 2}`;
    await addPerson(page, number, '新進甲', account);
    await page.click('[name=plan]');
    assert.match(await page.textContent('.note'), /created/);
    assert.equal(await page.inputValue('#name'), '新進甲');
    await page.click('.actions button:not([name])');
    await page.waitForURL(url => url.pathname === '/staff/person');
    assert.match(await page.textContent('main'), new RegExp(account));
    await page.goto('/staff');
    await page.fill('#national_id', nationalId(number));
    await page.click('text=Find by national ID');
    assert.doesNotMatch(page.url(), /A1/);
    assert.match(await page.textContent('tbody'), new RegExp(account));
    await page.goto('/staff?name=newon');
    assert.match(await page.textContent('tbody'), new RegExp(account));
    for (const [lang, said] of [['zh-TW', /已變更 · newone. · 兼任行政職務、作息/],
      ['en', /changed · newone. · Administrative post, Working hours/]]) {
      await page.goto(`/staff/edit?account=${account}&lang=${lang}`);
      await page.fill('#admin_post', '組長');
      await page.selectOption('#schedule', 'ADM');
      await page.click('[name=plan]');
      assert.match(await page.textContent('.note'), said);
    }
    await page.goto(`/staff/edit?account=${account}`);
    await page.fill('#admin_post', '組長');
    await page.click('.actions button:not([name])');
    await page.waitForURL(url => url.pathname === '/staff/person');
    assert.match(await page.textContent('dl'), /組長/);
    await page.click('text=Release or leave');
    await page.fill('#leave-why', 'moves');
    await page.click('[value=release]');
    await page.waitForURL(url => url.pathname === '/staff');
    assert.match(await page.textContent('.good'), /Done/);
    await page.context().close();
  });

await it('what was typed is there again after a fault', async () => {
  const page = desks.personnel;
  await addPerson(page, 203, '新進乙', 'newone3');
  await page.fill('#posted_until', 'never');
  await page.click('.actions button:not([name])');
  await page.locator('.complaint').waitFor();
  assert.match(await page.textContent('.complaint'), /"Posted until"/);
  assert.equal(await page.inputValue('#posted_until'), 'never');
  assert.equal(await page.inputValue('#name'), '新進乙');
  page.portal.faults = []; // it was answered with 400
  await portal.look(page, 'staff-add-fault');
});

await it('a check code is shown for a reason, and its owner is told',
  async () => {
    const page = desks.personnel;
    await page.goto('/staff/person?account=demoa6');
    await page.click('summary:has-text("Check code")');
    await page.fill('#code-why', 'no letter came');
    await page.click('[value=issue]');
    const code = await page.textContent('.digits');
    assert.match(code, /^\d{4} \d{4} \d{4}$/);
    await portal.look(page, 'staff-code');
    await page.click('summary:has-text("Check code")');
    await page.fill('#code-why', 'once more');
    await page.click('[value=show]');
    assert.equal(await page.textContent('.digits'), code);
    await page.goto('/staff/audit?account=demoa6');
    assert.match(await page.textContent('tbody'), /Check code issued/);
    assert.match(await page.textContent('tbody'), /no letter came/);
  });

await it('a mail address is corrected', async () => {
  const page = desks.personnel;
  await page.goto('/staff/person?account=demoa7');
  await page.click('summary:has-text("Correct the mail address")');
  await page.fill('#mail', 'a7@other.example');
  await page.click('[value=mail]');
  await page.waitForURL(url => url.searchParams.has('done'));
  assert.match(await page.textContent('dl'), /a7@other\.example/);
});

const roster = (first, count) => ['身分證字號,姓名,人員類別,電子信箱',
  ...Array.from({length: count}, (_, i) =>
    `${nationalId(first + i)},匯入${i},教師,in${first + i}@school.example`)]
  .join('\n');

for (const script of [true, false])
  await it(`a roster is planned, then imported step by step, ${
    script ? 'with' : 'without'} script`, async () => {
    const page = await signedIn(WHO.personnel, {lang: 'en', script});
    const first = script ? 300 : 400;
    const upload = async text => {
      await page.goto('/staff/import');
      await page.setInputFiles('#file', {name: 'roster.csv',
        mimeType: 'text/csv', buffer: Buffer.from(text)});
      await page.click('.card button');
    };
    await upload('身分證字號,姓名,人員類別\nA000000000,某人,教師\n');
    await page.locator('.complaint').waitFor();
    await upload(roster(first, 30));
    assert.match(await page.textContent('.note'), /created 30/);
    await page.click('.card button');
    for (let step = 0; !script && step < 1; step++) {
      assert.match(await page.textContent('.note'), /created 25/);
      await page.click('.goes-on button');
    }
    await page.locator('.note', {hasText: 'Imported:'}).waitFor();
    assert.match(await page.textContent('.note'), /created 30/);
    if (script)
      await portal.look(page, 'staff-imported');
    await upload(roster(first, 30));
    assert.match(await page.textContent('.note'), /as before 30/);
    await page.context().close();
  });

await it('an import whose page is too old stands where it was', async () => {
  const page = await signedIn(WHO.personnel, {lang: 'en', script: false});
  await page.goto('/staff/import');
  await page.setInputFiles('#file', {name: 'roster.csv',
    mimeType: 'text/csv', buffer: Buffer.from(roster(500, 30))});
  await page.click('.card button');
  await page.click('.card button');
  await page.evaluate(() => {
    document.querySelector('.goes-on [name=token]').value = 'old';
  });
  await page.click('.goes-on button');
  assert.match(await page.textContent('.complaint'), /open for too long/);
  assert.match(await page.textContent('.note'), /created 25/);
  await page.click('.goes-on button');
  await page.locator('.note', {hasText: 'Imported:'}).waitFor();
  assert.match(await page.textContent('.note'), /created 30/);
  await page.context().close();
});

await it('IT makes a school, a unit, a role and a machine', async () => {
  const page = desks.it;
  await page.goto('/it/schools');
  await page.fill('#school', '014703');
  await page.fill('#name', '示範高級中學');
  await page.selectOption('#kind', 'senior_high');
  await page.click('[value=put]');
  await page.waitForURL(url => url.searchParams.has('done'));
  assert.match(await page.textContent('tbody'), /示範高級中學/);
  await page.goto('/it/schools?edit=014703');
  assert.equal(await page.inputValue('#name'), '示範高級中學');
  await page.goto('/it/units?school=014703');
  await page.fill('#unit', '學務處');
  await page.click('[value=put]');
  await page.waitForURL(url => url.searchParams.has('done'));
  assert.match(await page.textContent('tbody'), /學務處/);
  await page.goto('/it/roles');
  await page.fill('#account', 'demoa8');
  await page.selectOption('#role', 'officer');
  await page.selectOption('#school', '014501');
  await page.click('[value=grant]');
  await page.waitForURL(url => url.searchParams.has('done'));
  assert.match(await page.textContent('tbody'), /demoa8/);
  await page.goto('/it/machines');
  await page.fill('#machine', 'lab-01');
  await page.selectOption('#school', '014703');
  await page.click('[value=put]');
  assert.ok((await page.textContent('.digits')).length > 8);
  assert.match(await page.textContent('.code'),
    /labctl enrol ldaps:\/\/\/cn=lab-01,ou=machines,/);
  await page.goto('/it/machines');
  assert.equal(await page.locator('.digits').count(), 0);
});

await it('personnel need nothing but the keyboard', async () => {
  const clerk = await Visitor.enter(portal, {lang: 'en', keyboard: true});
  await clerk.page.goto('/sign-in');
  await clerk.signIn(WHO.personnel, 'Blue-Harbor-77');
  await clerk.press('nav.menu a[href="/staff"]');
  await clerk.press('.tabs a[href="/staff/add"]');
  await clerk.submit('/staff/add', {national_id: nationalId(205),
    name: '新進丁', name_en: 'newone5', mail: 'newone5@school.example',
    kind: 'SUB', unit: '教務處', 
    posted_until: said(after(200), 'slashed')});
  clerk.at('/staff/person');
  await clerk.open('summary:has-text("Check code")');
  await clerk.fill('#code-why', 'no letter came');
  await clerk.press('[value=issue]');
  assert.match(await clerk.page.textContent('.digits'), /^\d{4} /);
  await clerk.press('.actions a[href^="/staff/audit"]');
  assert.match(await clerk.page.textContent('tbody'), /no letter came/);
  await clerk.press('.tabs a[href="/staff"]');
  await clerk.fill('#name', 'newone5');
  await clerk.press('form.search button');
  await clerk.press('tbody a');
  await clerk.open('summary:has-text("Release or leave")');
  await clerk.fill('#leave-why', 'moves');
  await clerk.press('[value=release]');
  clerk.at('/staff');
  await clerk.leave();
});

await it('nor does IT', async () => {
  const keeper = await Visitor.enter(portal, {lang: 'en', keyboard: true});
  await keeper.page.goto('/sign-in');
  await keeper.signIn(WHO.it, 'Blue-Harbor-77');
  await keeper.press('nav.menu a[href="/it"]');
  await keeper.press('main a[href="/it/notices"]');
  await keeper.submit('/it/notices', {notice: 'by-keys', title: '鍵盤公告',
    audience: 'staff'});
  await keeper.press('a[href*="edit=by-keys"]');
  assert.equal(await keeper.page.inputValue('#title'), '鍵盤公告');
  await keeper.submit('/it/notices', {title: '鍵盤新公告'});
  await keeper.open('.sure summary');
  await keeper.press('[value=del]');
  assert.doesNotMatch(await keeper.page.textContent('main'), /鍵盤新公告/);
  await keeper.leave();
});

await it('personnel of two schools choose between them', async () => {
  const page = desks.personnel;
  await page.goto('/staff/add');
  assert.equal(await page.locator('select#school').count(), 0);
  execFileSync('sh', ['-c', `. "$PORTAL_DIR/env"; . tests/directory.sh
    as_it ldapmodify <<END
dn: cn=personnel,o=014602,ou=units,$SLAPD_BASE
changetype: modify
add: roleOccupant
roleOccupant: uid=${WHO.personnel},ou=people,$SLAPD_BASE
END`]); // as IT may: the portal gives roles within one school
  await addPerson(page, 204, '新進丙', 'newone4');
  assert.equal(await page.inputValue('#school'), '014501');
  await page.selectOption('#school', '014602');
  await page.click('.actions button:not([name])');
  await page.waitForURL(url => url.pathname === '/staff/person');
  await page.goto('/staff?name=newone4');
  await page.selectOption('#school', '014602');
  await page.click('form.search button');
  assert.match(await page.textContent('tbody'), /newone4.*014602/s);
});

await it('what happened is told, newest first', async () => {
  await desks.it.goto('/staff/audit');
  const times = await desks.it.locator('tbody tr td:first-child')
    .allTextContents();
  assert.ok(times.length > 1);
  assert.deepEqual(times, times.toSorted().reverse());
});

await it('IT puts up a notice that everybody sees, and takes it down',
  async () => {
    const page = desks.it;
    await page.goto('/it/notices');
    await page.fill('#notice', 'new-pages');
    await page.fill('#title', '改版公告');
    await page.fill('#text', '第一行\n第二行');
    await page.fill('#title_en', 'New pages');
    await page.fill('#audience', 'everyone');
    await page.click('[value=put]');
    await page.waitForURL(url => url.searchParams.has('done'));
    await page.goto('/it/notices?edit=new-pages');
    assert.equal(await page.inputValue('#text'), '第一行\n第二行');
    assert.equal(await page.title(), 'Notices · Information Portal');
    await page.fill('#title_en', '');
    await page.click('.card [value=put]');
    await page.waitForURL(url => url.searchParams.has('done'));
    await portal.look(page, 'it-notices-one');
    await page.click('.sure summary');
    await page.click('[value=del]');
    await page.waitForURL(url => url.searchParams.has('done'));
    assert.doesNotMatch(await page.textContent('main'), /改版公告/);
  });

await it('IT makes a link and a group, and a wrong address is refused',
  async () => {
    const page = desks.it;
    await page.goto('/it/apps');
    await page.fill('#app', 'webitr');
    await page.fill('#url', 'https://user name.example/');
    await page.fill('#name', 'WebITR 差勤系統');
    await page.selectOption('#kind', 'common');
    await page.locator('#form form').evaluate(form => form.noValidate = true);
    await page.click('.card [value=put]');
    await page.locator('.complaint').waitFor();
    assert.equal(await page.inputValue('#name'), 'WebITR 差勤系統');
    await page.fill('#url', 'https://leave.example/');
    await page.click('.card [value=put]');
    await page.waitForURL(url => url.searchParams.has('done'));
    assert.match(await page.textContent('tbody'), /WebITR/);
    await page.goto('/it/groups');
    await page.fill('#group', 'robots');
    await page.click('[value=put]');
    await page.waitForURL(url => url.searchParams.has('done'));
    await page.goto('/it/groups');
    await page.fill('#join-group', 'robots');
    await page.fill('#join-account', 'demoa5');
    await page.click('[value=join]');
    await page.waitForURL(url => url.searchParams.has('done'));
    assert.match(await page.textContent('tbody'), /demoa5/);
  });

// --------------------------------------------------------------- to be seen
for (const role of ['personnel', 'it'])
  for (const options of [{}, {lang: 'en', phone: true, dark: true}]) {
    const page = await signedIn(WHO[role], options);
    for (const [path, may] of Object.entries(GETS)) {
      if (!may[role] || (role === 'it' && path.startsWith('/staff')))
        continue;
      const name = path.slice(1).replace('/', '-').replace(/\?.*/, '');
      await it(`${path} is fit to be seen ${JSON.stringify(options)}`,
        async () => {
          await page.goto(path);
          await portal.look(page, name);
        });
    }
    await page.context().close();
  }
await it('a list goes onto paper: itself, and nothing to press', async () => {
  const page = desks.personnel;
  await page.goto('/staff');
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  assert.deepEqual(await page.locator(
    '.menu, .side, button, input, select, a.button')
    .filter({visible: true}).allTextContents(), []);
  assert.ok(await page.locator('tbody tr').first().isVisible());
  assert.equal(await page.evaluate(() =>
    getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  await portal.look(page, 'staff-print');
});

await portal.close();
finish();
