// leave_days.mjs - days as people live them: today's card, a journey, who is
// away, the feed of it, papers, a report as a file. leave_desks.mjs has the
// people signed on and says which language.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {after} from './day.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU' +
  'lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const yesterday = after(-1), tomorrow = after(1);

const complaint = leaver => leaver.page.locator('.complaint').innerText();
const good = leaver => leaver.page.locator('.good').waitFor();

// Without a browser, as calendar programs ask.
function ask(address, cookie = 'none=0', lang = 'zh-TW') {
  const answer = execFileSync('curl', ['-s', '-i', '--http1.1', '--cacert',
    process.env.PORTAL_CA, '--resolve',
    `leave.localhost:${process.env.PORTAL_PORT}:127.0.0.1`, '-b', cookie,
    '-H', `Accept-Language: ${lang}`, address]);
  const end = answer.indexOf('\r\n\r\n'), bytes = answer.subarray(end + 4);
  return {head: answer.subarray(0, end).toString(), bytes,
    body: bytes.toString()};
}

// What a link saves: the browser of these tests has no folder for it.
const href = (leaver, link) =>
  leaver.page.locator(link).first().getAttribute('href');
async function save(leaver, path) {
  const cookies = await leaver.page.context().cookies(leaver.portal.leave);
  const answer = ask(leaver.portal.leave + path,
    cookies.map(({name, value}) => `${name}=${value}`).join('; '),
    leaver.kind.lang);
  assert.match(answer.head, /^x-content-type-options: nosniff\r?$/mi);
  return answer;
}

// Whatever the processes wrote, but the tables.
function logs(dir) {
  return ['', '/nginx'].flatMap(sub => readdirSync(dir + sub)
    .filter(name => /^log\.|\.log$/.test(name))
    .map(name => `${dir}${sub}/${name}`))
    .filter(path => statSync(path).isFile())
    .map(path => readFileSync(path, 'utf8')).join('\n');
}

// What a summary hides, with and without script.
async function open(leaver, summary) {
  const it = leaver.page.locator(summary).first();
  await (leaver.kind.script === false ? it.press('Enter') : it.click());
}

async function cards(kind, who, step) {
  const {applicant, personnel} = who;

  await step('coming or leaving is one press on the first page', async () => {
    await applicant.visit('/');
    assert.match(await applicant.text(), kind.card);
    await applicant.press(`button[value=${kind.punch}]`);
    await good(applicant);
    applicant.at('/punches');
    assert.match(await applicant.page.locator('.card dl').innerText(),
      /\d\d:\d\d/);
    await applicant.look('leave-card');
  });
  await step('what was forgotten is entered, but not before it was', async () => {
    await open(applicant, 'summary');
    await applicant.page.selectOption('#kind', kind.punch);
    await applicant.fill('#starts', `${tomorrow}T07:30`);
    await applicant.fill('#why', '忘記');
    await applicant.press('button[value=forgotten]');
    assert.match(await complaint(applicant), kind.notYet);
    assert.equal(await applicant.page.inputValue('#why'), '忘記');
    await applicant.look('leave-card-refused');
    await applicant.fill('#starts', `${yesterday}T07:30`);
    await applicant.press('button[value=forgotten]');
    await good(applicant);
  });
  await step('personnel correct a card and see it', async () => {
    await personnel.visit('/office/punches');
    await personnel.page.selectOption('#account', applicant.account);
    await personnel.page.selectOption('#kind', 'in');
    await personnel.fill('#starts', `${yesterday}T07:21`);
    await personnel.fill('#why', '=讀卡機故障');
    await personnel.press('button[value=do]');
    await good(personnel);
    await personnel.visit(`/punches?account=${applicant.account}&month=` +
      yesterday.slice(0, 7));
    assert.match(await personnel.page.locator('tbody').innerText(), /07:21/);
    await personnel.look('leave-cards');
  });
}

async function journeys(kind, who, step) {
  const {applicant, personnel} = who;

  await step('before the mainland a warning is read', async () => {
    await applicant.visit(`/travel?from=${kind.away}&until=${kind.away}`);
    assert.equal(await applicant.page.inputValue('#from'), kind.away);
    await applicant.page.selectOption('#kind', 'mainland');
    await applicant.fill('#name', kind.place);
    await applicant.press('.card button');
    assert.match(await applicant.page.locator('.card .note').innerText(),
      kind.warning);
    assert.equal(await applicant.page.inputValue('#name'), kind.place);
    await applicant.look('leave-travel-warning');
    await applicant.page.check('#wanted');
    await applicant.press('.card button');
    await good(applicant);
    assert.equal(await applicant.page.locator('tbody tr',
      {hasText: kind.place}).count(), 1);
    await applicant.look('leave-travel');
  });
  await step('personnel have the journeys of the school', async () => {
    await personnel.visit('/office/travel');
    assert.match(await personnel.page.locator('tbody tr',
      {hasText: kind.place}).innerText(), /demoa2/);
    await personnel.look('leave-travels');
  });
}

async function papers(kind, who, step, request) {
  const {applicant, deputy, personnel} = who;
  const path = `/papers/${request}`;
  let paper;
  const hand = async (name, mimeType, buffer) => {
    await applicant.page.setInputFiles('#file', {name, mimeType, buffer});
    await applicant.press('button[value=add]');
  };

  await step('what is no paper, or too big, is refused by name', async () => {
    await applicant.visit(`/case/${request}`);
    await applicant.press(`a[href="${path}"]`);
    await hand('virus.pdf', 'application/pdf', Buffer.from('MZ not a PDF'));
    assert.match(await complaint(applicant), /PDF/);
    await hand('big.png', 'image/png',
      Buffer.concat([PNG, Buffer.alloc(6 * 1024 * 1024)]));
    assert.match(await complaint(applicant), kind.big);
    await applicant.look('leave-papers-refused');
  });
  await step('a paper is handed in and comes back the same', async () => {
    const whole = Buffer.concat([PNG, Buffer.alloc(100 * 1024, 0x2a)]);
    await hand('診斷"<b>.png', 'image/png', whole);
    await good(applicant);
    await applicant.look('leave-papers');
    await personnel.visit(path);
    paper = await href(personnel, '.deeds a');
    const {head, bytes} = await save(personnel, paper);
    assert.match(head, /^content-type: image\/png\r?$/mi);
    assert.match(head, new RegExp("^content-disposition: attachment; " +
      "filename\\*=UTF-8''" + encodeURIComponent('診斷') + '[^"<>]*\\.png\\r?$',
    'mi'));
    assert.ok(bytes.equals(whole));
  });
  await step('the deputy does not see it', async () => {
    await deputy.visit(path);
    assert.equal(await deputy.page.locator('tbody').count(), 0);
    assert.notEqual(await complaint(deputy), '');
    const {head, body} = await save(deputy, paper);
    assert.match(head, /^HTTP\/1\.1 403 /);
    assert.doesNotMatch(head, /^content-disposition/mi);
    assert.ok(!body.includes('PNG'));
  });
  await step('it can be taken away until it is decided with', async () => {
    await open(applicant, '.deeds summary');
    await applicant.press('.deeds button');
    await good(applicant);
    assert.equal(await applicant.page.locator('tbody').count(), 0);
  });
}

async function calendar(kind, who, step) {
  const {applicant, deputy} = who, month = kind.away.slice(0, 7);
  let address;

  await step('colleagues see who is away, not what for', async () => {
    await deputy.visit(`/calendar?month=${month}`);
    const text = await deputy.page.locator('ol.month').innerText();
    assert.match(text, /示範甲2/);
    assert.doesNotMatch(text, /事假|Personal|祕密/);
    await deputy.look('leave-calendar');
  });
  await step('a feed\'s address is shown once', async () => {
    await applicant.visit('/calendar');
    await applicant.press('button[value=make]');
    address = await applicant.page.inputValue('#address');
    assert.match(address, /^https:\/\/leave\.localhost:\d+\/feed\/\w{64}\.ics$/);
    await applicant.look('leave-feed');
    await applicant.visit('/calendar');
    assert.equal(await applicant.page.locator('#address').count(), 0);
  });
  await step('whoever has it reads it, without a session', async () => {
    const {head, body} = ask(address);
    assert.match(head, /^HTTP\/1\.1 200 /);
    assert.match(head, /^content-type: text\/calendar; charset=utf-8\r?$/mi);
    assert.match(head, /^x-content-type-options: nosniff\r?$/mi);
    assert.doesNotMatch(head, /^set-cookie/mi);
    assert.match(body, /^BEGIN:VCALENDAR\r\n(?:[^\r\n]*\r\n)*END:VCALENDAR\r\n$/);
    assert.match(body, new RegExp(`DTSTART[^\r]*${kind.away.replace(/-/g, '')}`));
    assert.doesNotMatch(body, /事假|祕密/);
  });
  await step('taken back it is none, and no log has it', async () => {
    await applicant.press('button[value=revoke]');
    await good(applicant);
    assert.match(ask(address).head, /^HTTP\/1\.1 404 /);
    assert.match(ask(address.replace('.ics', '')).head, /^HTTP\/1\.1 404 /);
    const [token] = /\w{64}/.exec(address);
    const told = logs(process.env.PORTAL_DIR);
    assert.ok(told.includes(' /feed/ 200 '), 'nginx has logged it');
    assert.ok(!told.includes(token));
  });
}

export async function days(kind, who, step) {
  const {applicant, personnel} = who;
  let request;

  await cards(kind, who, step);
  await journeys(kind, who, step);
  await step('leave is filed, with the way to its papers', async () => {
    await applicant.apply('事假', {from: `${kind.away}T09:00`,
      to: `${kind.away}T12:00`, deputy: who.deputy.account, why: '祕密'});
    request = await applicant.file();
    assert.equal(await applicant.page.locator('a[href^="/travel?from="]')
      .count(), 1);
  });
  await calendar(kind, who, step);
  await papers(kind, who, step, request);
  await step('a report is a file for a spreadsheet', async () => {
    await personnel.visit('/office/report');
    await personnel.page.selectOption('#kind', 'unused');
    await personnel.press('button[value=do]');
    const {head, body} = await save(personnel,
      await href(personnel, 'a[href^="/office/report.csv"]'));
    assert.match(head, /^content-type: text\/csv; charset=utf-8\r?$/mi);
    assert.match(head, /filename\*=UTF-8''unused\.csv\r?$/mi);
    assert.match(body, kind.head);
    assert.match(body, /\r\n"[^"]+","demoa2",/);
  });
  await step('every fault of a calendar is told', async () => {
    const rows = Array.from({length: 20}, (_, i) => `${tomorrow.slice(0, 4)}-13-${i + 10},off,x`);
    await personnel.visit('/office/calendar');
    await personnel.fill('#text', `day,mark,name\n${rows.join('\n')}\n`);
    await personnel.press('.actions button[value=look]');
    assert.match(await complaint(personnel), kind.faults);
    await personnel.look('leave-calendar-faults');
  });
}
