// leaver.mjs - somebody at the leave service: signs on at the portal, applies,
// decides.
//
//	const leaver = await Leaver.enter(portal, account, {lang, phone, ...})
//	await leaver.apply(type, {from, to, deputy, why})   until the plan is shown
//	await leaver.file()                 the page of the request that follows
//	await leaver.open(list, request)    /requests, /approvals or /stand-in
//	await leaver.act(word, why)         a button of a request's page
//	leaver.state()                      of the request that is shown
// from and to are a day of day.mjs and "T09:00".
import assert from 'node:assert/strict';
import {Visitor} from './visitor.mjs';

const PASSWORD = 'Blue-Harbor-77';
const BUTTON = '.card .actions button:not([type=button])';

export class Leaver extends Visitor {
  static async enter(portal, account, kind) {
    const leaver = new Leaver();
    Object.assign(leaver, {portal, kind, account, between: async () => {}});
    leaver.page = await portal.page(kind);
    await leaver.page.goto(`${portal.leave}/`);
    await leaver.signOn();
    return leaver;
  }

  // The portal asks who it is, and posts that back.
  async signOn() {
    await this.submit('/sign-in', {account: this.account},
      {password: PASSWORD});
    await this.arrive();
  }

  // Without script the portal's last page has a button.
  async arrive() {
    if (this.kind.script === false && this.page.url().includes('/openid/'))
      await this.press(BUTTON);
    await this.page.waitForURL(`${this.portal.leave}/**`);
    await this.page.locator('.who').waitFor();
  }

  async visit(path) {
    await this.page.goto(this.portal.leave + path);
  }

  async when(ends) {
    for (const [name, moment] of Object.entries(ends)) {
      const [day, time] = moment.split('T');
      await this.fill(`#${name}_day`, day);
      if (time)
        await this.fill(`#${name}_time`, time);
    }
  }

  async apply(type, {from, to, deputy = '', why = ''}) {
    await this.visit('/');
    await this.press(`a[href^="/apply?type=${encodeURIComponent(type)}"]`);
    await this.when({from, to});
    await this.page.selectOption('#deputy', deputy);
    await this.fill('#why', why);
    await this.press('.actions button[value=look]');
  }

  // Twice, where a hand can do that.
  async file() {
    if (this.kind.script !== false)
      await this.page.locator('button[value=file]').dblclick();
    else
      await this.press('button[value=file]');
    // By what the page says: of two clicks the first one's page is given up.
    await this.page.locator('.good').waitFor();
    assert.match(this.page.url(), /\/case\/[0-9a-f]+\?done=filed$/);
    return this.request();
  }

  request() {
    return /\/case\/([0-9a-f]+)/.exec(this.page.url())[1];
  }

  async open(list, request) {
    await this.visit(list);
    await this.press(`a[href="/case?request=${request}"]`);
    assert.equal(this.request(), request);
  }

  async act(word, why = '') {
    await this.fill('#why', why);
    await this.press(`button[value=${word}]`);
    await this.page.locator('.good').waitFor();
  }

  async state() {
    const shown = await this.page.locator('dd .state').getAttribute('class');
    return shown.replace('state ', '');
  }

  async text() {
    return this.page.locator('main').innerText();
  }
}
