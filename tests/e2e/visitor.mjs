// visitor.mjs - somebody at the portal: fills in forms with mouse and fields,
// or with the keyboard alone, and knows the way.
//
//	const visitor = await Visitor.enter(portal, {lang, phone, keyboard, ...})
//	await visitor.forgot(id, mail)      /forgot, until the letter is sent
//	await visitor.redeem(id, code, password)
//	await visitor.signIn(account, password)
//	await visitor.change(before, after)
//	await visitor.signOut()
//	await visitor.submit(path, {id: text}, {id: secret})    any other form
//	await visitor.open(summary)
// Each starts with a page that is shown and ends with the next one; `between`
// is called before every press of a button, with the form filled in.
import assert from 'node:assert/strict';

const TABS_MAX = 60, TRIES_MAX = 4;
const BUTTON = '.card .actions button:not([type=button])';

export class Visitor {
  static async enter(portal, kind, between = async () => {}) {
    const visitor = new Visitor();
    Object.assign(visitor, {portal, kind, between});
    visitor.page = await portal.page(kind);
    return visitor;
  }

  async leave() {
    await this.page.context().close();
  }

  async look(name) {
    await this.portal.look(this.page, name);
  }

  at(path) {
    assert.equal(new URL(this.page.url()).pathname, path);
  }

  // Tab until it has the focus, which must be visible.
  async reach(selector) {
    const element = this.page.locator(selector).first();
    for (let i = 0; i < TABS_MAX; i++) {
      if (await element.evaluate(it => it === document.activeElement)) {
        assert.ok(await element.evaluate(it => {
          const style = getComputedStyle(it);
          return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        }), `${selector}: no sign of the focus`);
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`${selector} is out of the keyboard's reach`);
  }

  // A text into a field, or the option with that value.
  async fill(selector, text) {
    const field = this.page.locator(selector);
    const options = await field.evaluate(it =>
      it.tagName === 'SELECT' ? [...it.options].map(one => one.value) : null);
    if (!this.kind.keyboard) {
      await (options ? field.selectOption(text) : field.fill(text));
      return;
    }
    await this.reach(selector);
    if (!options) {
      await this.page.keyboard.press('ControlOrMeta+a');
      await this.page.keyboard.type(text);
      return;
    }
    await this.page.keyboard.press('Home');
    for (let i = options.indexOf(text); i > 0; i--)
      await this.page.keyboard.press('ArrowDown');
    assert.equal(await field.inputValue(), text);
  }

  // What a summary hides.
  async open(selector) {
    if (this.kind.keyboard) {
      await this.reach(selector);
      await this.page.keyboard.press('Enter');
    } else {
      await this.page.locator(selector).first().click();
    }
  }

  // Presses it and waits for the page that follows.
  async press(selector) {
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => {}); // told by the await below
    if (this.kind.keyboard) {
      await this.reach(selector);
      await this.page.keyboard.press('Enter');
    } else if (this.kind.script === false) {
      // playwright cannot see then whether a button stands still to be hit.
      await this.page.locator(selector).first().press('Enter');
    } else {
      await this.page.locator(selector).first().click();
    }
    await loaded;
  }

  async complaint() {
    return (await this.page.locator('.complaint').allTextContents()).join(' ');
  }

  // The form with these fields, until it goes through. A portal-front that was
  // started anew knows neither the captcha nor the token, and says so: what
  // was typed is still there, secrets aside.
  async submit(path, fields, secrets = {}, button = BUTTON) {
    for (const [id, text] of Object.entries(fields))
      await this.fill(`#${id}`, text);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      for (const [id, text] of Object.entries(secrets))
        await this.fill(`#${id}`, text);
      if (await this.page.locator('.hurdle').count() > 0)
        await this.fill('#letters', await this.portal.answer(this.page));
      await this.between(this, path);
      await this.press(button);
      const {pathname, searchParams} = new URL(this.page.url());
      const complaint = await this.complaint();
      if (pathname !== path || searchParams.has('done') || complaint === '')
        return;
      for (const [id, text] of Object.entries(fields))
        assert.equal(await this.page.inputValue(`#${id}`), text,
          `lost what was typed: ${complaint}`);
    }
    assert.fail(`${path}: ${await this.complaint()}`);
  }

  async forgot(id, mail) {
    await this.submit('/forgot', {national_id: id, mail});
    await this.page.locator('.good').waitFor();
  }

  async redeem(id, code, password) {
    await this.submit('/code', {national_id: id, code},
      {password, again: password});
    await this.page.locator('.good').waitFor();
  }

  async signIn(account, password) {
    await this.submit('/sign-in', {account}, {password});
    await this.page.locator('.who').waitFor();
  }

  async change(before, after) {
    await this.submit('/password', {},
      {old: before, password: after, again: after});
    this.at('/me');
  }

  async signOut() {
    await this.press('.who button');
    await this.page.locator('.who').waitFor({state: 'detached'});
  }
}
