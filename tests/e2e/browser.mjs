// browser.mjs - a browser that looks at the portal of tests/portal.sh.
//
//	const portal = await Portal.open()      by the environment of portal.sh
//	const page = await portal.page({lang, phone, script})
//	await portal.look(page, name)           axe finds nothing; a screenshot
//	await portal.weigh(page, path)          {requests, bytes} of an empty cache
//	await portal.answer(page)               the captcha, by ear
//	portal.letter(address)                  the newest one's check code
//	portal.nationalId(number)               as tests/national_id.sh makes it
//	portal.admin(...args)               portal-admin's, with IT's rights
//	portal.restart(name)                    slapd, identityd, front, nginx
//	await portal.close()
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import https from 'node:https';
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {hear} from './ears.mjs';

const build = process.env.BUILD ?? 'build/plain';
const require = createRequire(`${process.cwd()}/build/node/package.json`);
const {chromium} = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const screens = 'build/screens';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];
const WAIT_MS = 45000; // a page waits its turn where passwords are hashed
const PHONE = {width: 320, height: 640}, DESKTOP = {width: 1280, height: 800};

export class Portal {
  static async open() {
    const portal = new Portal();
    portal.url = process.env.PORTAL_URL;
    portal.dir = process.env.PORTAL_DIR;
    portal.leave = process.env.LEAVE_URL; // of tests/leave.sh, if it runs
    mkdirSync(screens, {recursive: true});
    portal.browser = await chromium.launch({
      executablePath: 'tests/chromium.sh', chromiumSandbox: true,
      args: ['--headless=new', '--disable-gpu', '--disable-dev-shm-usage',
        '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
        `--host-resolver-rules=MAP ${process.env.PORTAL_HOST} 127.0.0.1,` +
          'MAP leave.localhost 127.0.0.1'],
    });
    return portal;
  }

  async close() {
    await this.browser.close();
  }

  // A visitor of his own: no cookie is shared.
  async page({lang = 'zh-TW', phone = false, script = true,
    dark = false} = {}) {
    const context = await this.browser.newContext({
      baseURL: this.url, locale: lang, ignoreHTTPSErrors: true,
      viewport: phone ? PHONE : DESKTOP, javaScriptEnabled: script,
      colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', timezoneId: 'Asia/Taipei',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    page.portal = {lang, phone, script, dark, faults: []};
    page.on('console', message => {
      // A page that is shown with 403 is one, for the browser; what other
      // services do is not ours.
      if (message.type() === 'error' && message.location().url !== page.url()
          && [this.url, this.leave].some(url =>
            url && message.location().url.startsWith(url)))
        page.portal.faults.push(message.text());
    });
    page.on('pageerror', fault => page.portal.faults.push(fault.message));
    return page;
  }

  screen(page, name) {
    const {lang, phone, dark} = page.portal;
    return `${screens}/${name}-${lang}-${phone ? 'phone' : 'desktop'}` +
      `${dark ? '-dark' : ''}.png`;
  }

  // The same page where scripts run: axe is one.
  async copy(page) {
    const body = await page.content(), {lang, phone, dark} = page.portal;
    const copy = await this.page({lang, phone, dark});
    await copy.route(/\/static\/onward\.js/, route => route.abort()); // stay
    await copy.route(page.url(), route =>
      route.fulfill({body, contentType: 'text/html; charset=utf-8'}));
    await copy.goto(page.url());
    return copy;
  }

  // What axe has to say about the page, as it is now.
  async look(page, name) {
    const judged = page.portal.script ? page : await this.copy(page);
    await judged.screenshot({path: this.screen(page, name), fullPage: true});
    await judged.evaluate(axe);
    const found = await judged.evaluate(async rules =>
      (await globalThis.axe.run(document,
        {runOnly: {type: 'tag', values: rules}})).violations.map(rule =>
        `${rule.id}: ${rule.nodes.map(node => node.target).join(' | ')}`),
    RULES);
    assert.deepEqual(found, [], 'axe');
    assert.ok(await judged.evaluate(() =>
      document.documentElement.scrollWidth <= innerWidth), 'scrolls sideways');
    if (judged !== page)
      await judged.context().close();
    assert.deepEqual(page.portal.faults, [], 'the console');
  }

  async weigh(page, path) {
    const wire = await page.context().newCDPSession(page);
    const weight = {requests: 0, bytes: 0};
    await wire.send('Network.enable');
    // The browser's own pictures, of an audio's buttons, are data: addresses.
    wire.on('Network.requestWillBeSent', ({request}) => {
      weight.requests += request.url.startsWith(this.url);
    });
    wire.on('Network.loadingFinished', ({encodedDataLength}) => {
      weight.bytes += encodedDataLength;
    });
    await page.goto(path, {waitUntil: 'networkidle'});
    await wire.detach();
    return weight;
  }

  // The bytes behind a path, without a browser.
  fetch(path, headers = {}) {
    return new Promise((resolve, reject) => https.get(this.url + path, {
      headers, ca: readFileSync(process.env.PORTAL_CA),
      lookup: (name, options, found) => options.all
        ? found(null, [{address: '127.0.0.1', family: 4}])
        : found(null, '127.0.0.1', 4),
    }, async answer => {
      const bytes = Buffer.concat(await answer.toArray());
      if (answer.statusCode === 200)
        resolve(bytes);
      else
        reject(new Error(`${path}: ${answer.statusCode}`));
    }).on('error', reject));
  }

  // The captcha of the form, listened to.
  async answer(page) {
    const source = await page.locator('.hurdle audio').getAttribute('src');
    const {lang} = page.portal;
    const wav = await this.fetch(source, {'Accept-Language': lang});
    return hear(wav, `${build}/voice/${lang}`);
  }

  letter(address) {
    return execFileSync('tests/portal.sh', ['letter', this.dir, address],
      {encoding: 'utf8'}).trim();
  }

  admin(...args) {
    return execFileSync(`${build}/daemon/tools/portal-admin`,
      ['--socket', `${this.dir}/run/ctl/ctl.sock`, ...args],
      {encoding: 'utf8'});
  }

  // Whoever started them knows how.
  run(verb, name) {
    execFileSync(this.leave ? 'tests/leave.sh' : 'tests/portal.sh',
      [verb, this.dir, name], {stdio: 'ignore'});
  }

  nationalId(number) {
    return execFileSync('sh',
      ['-c', `. tests/national_id.sh; national_id ${number}`],
      {encoding: 'utf8'}).trim();
  }

  restart(name) {
    this.run('restart', name);
  }

  // restart() in two, to see what there is meanwhile.
  stop(name) {
    this.run('stop', name);
  }

  start(name) {
    this.run('start', name);
  }
}
