// leave_desks.mjs - beside the request: timetable and lesson cover, overtime,
// a duty handed over, personnel's tools; in both languages, with and without
// script.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {after, ahead, behind, said} from './day.mjs';
import {Leaver} from './leaver.mjs';
import {days} from './leave_days.mjs';
import {finish, it} from './tap.mjs';

const portal = await Portal.open();
const kinds = [
  {name: 'in Chinese at a desk', lang: 'zh-TW', missed: ahead(1),
    worked: behind(1), period: '1',
    hours: /3小時/, fault: /沒有這個帳號/,
    busy: /當時請假、有課/, punch: 'in', card: /今日上班卡/,
    notYet: /還沒到/,
    away: ahead(2), place: '廈門', warning: /赴大陸/, big: /太大/,
    needs: /待另找職務代理人/, another: /另找職務代理人/,
    cannot: /原安排（無法到課）/, lost: /原安排 demoa3，無法到課/,
    head: /^\ufeff"人員","帳號",/,
    faults: /^欄位內容不正確：第 2 列：day 欄不是日期：[^A-Z]*第 21 列：/,
    open: /^欄位內容不正確：年度：該年度還沒有結算$/,
    goesOn: '欄位內容不正確：年度：該年度還沒有結束，或不是年度'},
  {name: 'in English on a phone without script', lang: 'en', phone: true,
    script: false, missed: ahead(3), worked: behind(2),
    period: '2', hours: /3 h/,
    fault: /nobody of the school/, busy: /is away, teaches/,
    punch: 'out', card: /Today's card/,
    notYet: /has not come yet/, away: ahead(4), place: 'Xiamen',
    warning: /mainland/, big: /too large/,
    needs: /needs a deputy/, another: /Ask another deputy/,
    cannot: /Cannot after all/, lost: /demoa3 cannot take it after all/,
    head: /^\ufeff"Person","Account",/,
    faults: /^A value is not valid: line 2: day: not a date: [^]*line 21: /,
    open: /^A value is not valid: year: not closed yet$/,
    goesOn: 'A value is not valid: year: not over yet, or no year'},
];
const people = {applicant: 'demoa2', deputy: 'demoa3', teaching: 'demoa4',
  other: 'demoa5', personnel: 'demoa1'};

// Fills a desk, looks at what it would do, and does it.
async function fillIn(leaver, path, values) {
  await leaver.visit(path);
  for (const [name, value] of Object.entries(values)) {
    const field = leaver.page.locator(`#${name}`);
    if (await field.evaluate(it => it.tagName) === 'SELECT')
      await field.selectOption(value);
    else
      await field.fill(value);
  }
}
async function look(leaver, path, values) {
  await fillIn(leaver, path, values);
  await leaver.press('.actions button[value=look]');
}
const complaint = leaver => leaver.page.locator('.complaint').innerText();
async function unfold(leaver, kind) {
  const summary = leaver.page.locator('summary').first();
  if (kind.script !== false)
    await summary.click();
  else
    await summary.press('Enter');
}
async function go(leaver) {
  await leaver.press('button[value=do]');
  await leaver.page.locator('.good').waitFor();
}

// leaved finds it out within its sync_s.
async function shown(leaver, path, selector) {
  const before = Date.now() + 20000;
  do
    await leaver.visit(path);
  while (await leaver.page.locator(selector).count() === 0 &&
    Date.now() < before);
}

for (const kind of kinds) {
  const step = (sentence, act) => it(`${kind.name}: ${sentence}`, act);
  const who = {};
  let request;

  await step('everybody signs on', async () => {
    for (const [role, account] of Object.entries(people))
      who[role] = await Leaver.enter(portal, account, kind);
  });
  await step('the teaching section takes periods and a timetable', async () => {
    const {teaching} = who;
    await look(teaching, '/board/periods',
      {table: 'period,from,to\n1,08:10,08:55\n2,09:05,09:50\n'});
    await teaching.page.locator('.plan').waitFor();
    await go(teaching);
    const lesson = `${said(kind.missed, 'weekday')},${kind.period}`;
    const term = {from: after(0), until: after(60)};
    const heading = 'account,weekday,period,class,subject\n';
    await look(teaching, '/board/timetable', {...term, table:
      `${heading}demoa2,${lesson},701,國文\nnobody,1,1,,x\n`});
    assert.match(await teaching.text(), kind.fault);
    await teaching.look('leave-timetable-faults');
    await look(teaching, '/board/timetable', {...term, table:
      `${heading}demoa2,${lesson},701,國文\ndemoa5,${lesson},702,國文\n`});
    await go(teaching);
  });
  await step('a plan shows the lessons that are missed', async () => {
    await who.applicant.apply('事假', {from: `${kind.missed}T08:00`,
      to: `${kind.missed}T12:00`, deputy: people.deputy});
    assert.match(await who.applicant.page.locator('.plan').innerText(),
      /701 國文/);
    request = await who.applicant.file();
  });
  await step('the board shows them, and who teaches is refused', async () => {
    const {teaching} = who;
    await teaching.visit('/board');
    await teaching.look('leave-board');
    await teaching.press(`a[href*="${request}"]`);
    await teaching.look('leave-lesson');
    await teaching.page.selectOption('#action', '代課');
    await teaching.page.selectOption('#target', people.other);
    await teaching.press('.card button');
    assert.match(await complaint(teaching), kind.busy);
    await teaching.page.selectOption('#action', '代課');
    await teaching.page.selectOption('#target', people.deputy);
    await teaching.press('.card button');
    assert.equal(await teaching.page.locator(`a[href*="${request}"]`).count(),
      0);
  });
  await step('whoever takes a lesson sees it', async () => {
    await who.deputy.visit('/my-lessons');
    assert.match(await who.deputy.text(), /701 國文/);
    await who.deputy.look('leave-my-lessons');
  });
  await step('a deputy hands the duty over to a colleague', async () => {
    await who.deputy.open('/stand-in', request);
    await who.deputy.act('agree');
    await who.deputy.open('/stand-in', request);
    await unfold(who.deputy, kind);
    await who.deputy.look('leave-hand-over');
    const away = who.deputy.page.locator(
      `#deputy option[value=${people.applicant}]`);
    assert.match(await away.textContent(), /請假中|away/);
    assert.ok(await away.isEnabled());
    await who.deputy.page.selectOption('#deputy', people.other);
    await who.deputy.press('button[value=hand_over]');
    await who.deputy.page.locator('.good').waitFor();
    await who.other.open('/approvals', request);
    await who.other.act('take_over');
    await who.applicant.open('/requests', request);
    assert.match(await who.applicant.text(), /demoa5/);
  });
  await step('leave that lost its deputy waits for the applicant', async () => {
    const {applicant, personnel} = who;
    portal.admin('person', 'suspend', people.other, '--why', 'test');
    await shown(applicant, '/approvals', `a[href*="${request}"]`);
    assert.match(await applicant.text(), kind.needs);
    await applicant.look('leave-approvals-deputy-lost');
    await personnel.visit('/approvals');
    assert.match(await personnel.text(), kind.needs);
    await applicant.open('/approvals', request);
    assert.match(await applicant.text(), kind.another);
    await unfold(applicant, kind);
    await applicant.look('leave-request-deputy-lost');
    await applicant.page.selectOption('#deputy', people.personnel);
    await applicant.press('button[value=hand_over]');
    await applicant.page.locator('.good').waitFor();
    await applicant.visit('/approvals');
    assert.equal(await applicant.page.locator(`a[href*="${request}"]`).count(),
      0);
    await personnel.visit('/approvals');
    assert.equal(await personnel.page.locator(`a[href*="${request}"]`).count(),
      1);
    portal.admin('person', 'restore', people.other, '--why', 'test');
  });
  await step('a lesson whose teacher goes on leave is open again', async () => {
    const {applicant, deputy, teaching} = who;
    await deputy.apply('事假', {from: `${kind.missed}T08:00`,
      to: `${kind.missed}T10:00`});
    const own = await deputy.file();
    await shown(teaching, '/board', `a[href*="${request}"]`);
    assert.match(await teaching.text(), kind.cannot);
    await teaching.look('leave-board-again');
    await teaching.press(`a[href*="${request}"]`);
    assert.match(await teaching.text(), kind.cannot);
    await teaching.look('leave-lesson-again');
    await applicant.open('/requests', request);
    assert.match(await applicant.text(), kind.lost);
    await applicant.look('leave-request-lesson-lost');
    await applicant.act('withdraw');
    await deputy.open('/requests', own);
    await deputy.act('withdraw');
  });
  await step('overtime is filed after a look at what it is worth', async () => {
    const {applicant} = who;
    await look(applicant, '/overtime', {starts: `${kind.worked}T18:00`,
      ends: `${kind.worked}T20:00`, why: '招生'});
    await applicant.page.locator('.plan').waitFor();
    await applicant.look('leave-overtime');
    await applicant.page.fill('#ends', `${kind.worked}T21:00`);
    await applicant.press('button[value=do]'); // not what was shown
    assert.match(await applicant.page.locator('.plan').innerText(), kind.hours);
    await go(applicant);
    assert.equal(await applicant.page.locator('.state.filed').count(), 1);
  });
  await step('it is approved and is time off', async () => {
    const {teaching} = who;
    await teaching.visit('/overtime/approvals');
    await teaching.look('leave-overtime-approvals');
    await unfold(teaching, kind);
    await teaching.press('button[value=approve]');
    await teaching.page.locator('.good').waitFor();
    await who.applicant.visit('/balances');
    assert.match(await who.applicant.text(),
      new RegExp(`補休/${kind.worked}`));
  });
  await step('personnel see all their tools', async () => {
    await who.personnel.visit('/office');
    await who.personnel.look('leave-office');
    assert.equal(await who.personnel.page.locator('.links a').count(), 11);
  });
  await step('a closure is shown before it is announced', async () => {
    await look(who.personnel, '/office/closure', {
      starts: `${kind.missed}T00:00`, ends: `${kind.missed}T23:59`,
      name: '颱風'});
    await who.personnel.page.locator('.plan').waitFor();
    await who.personnel.look('leave-closure');
  });
  await step('opening balances are refused with each line', async () => {
    await look(who.personnel, '/office/balances',
      {table: 'account,type,granted\ndemoa2,補休,4\nnobody,補休,4\n'});
    assert.match(await who.personnel.text(), kind.fault);
    await who.personnel.look('leave-balances-faults');
  });
  await step('an amount is adjusted with its reason', async () => {
    await fillIn(who.personnel, '/office/amount', {account: people.applicant,
      type: '補休', minutes: '60', why: '=1+1'});
    await go(who.personnel);
    await who.personnel.look('leave-adjust');
  });
  await step('a report, a setting and a year that is not over', async () => {
    await fillIn(who.personnel, '/office/report', {kind: 'unused'});
    await go(who.personnel);
    assert.match(await who.personnel.text(), /demoa2/);
    await who.personnel.look('leave-report');
    await fillIn(who.personnel, '/office/settings',
      {name: 'cover_blocks_final', detail: '1'});
    await go(who.personnel);
    await who.personnel.look('leave-settings');
    await fillIn(who.personnel, '/office/settings',
      {name: 'cover_blocks_final', detail: '0'});
    await go(who.personnel);
    await look(who.personnel, '/office/year', {year: after(0).slice(0, 4)});
    assert.equal(await complaint(who.personnel), kind.goesOn);
    await who.personnel.look('leave-year');
  });
  await step('an old year\'s end is shown with what is carried', async () => {
    const year = `${after(0).slice(0, 4) - 1}`;
    await look(who.personnel, '/office/carry', {year});
    assert.match(await complaint(who.personnel), kind.open);
    await fillIn(who.personnel, '/office/year', {year, minutes: '960'});
    await who.personnel.page.check('#wanted');
    await who.personnel.press('.actions button[value=look]');
    await who.personnel.page.locator('.plan').waitFor();
    await who.personnel.look('leave-year-carried');
  });
  await step('nobody else has personnel\'s tools or the board', async () => {
    await who.applicant.visit('/office');
    assert.equal(await who.applicant.page.locator('.links a').count(), 0);
    await who.applicant.visit('/board');
    assert.notEqual(await complaint(who.applicant), '');
  });
  await days(kind, who, step);
  for (const leaver of Object.values(who))
    await leaver.leave();
}
await portal.close();
finish();
