// portal_sign_in.mjs - the first page, looked at and used in every way.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {finish, it} from './tap.mjs';

const portal = await Portal.open();
await it('the first page weighs little', async () => {
  const page = await portal.page();
  const {requests, bytes} = await portal.weigh(page, '/');
  assert.ok(requests <= 5, `${requests} requests`);
  assert.ok(bytes <= 30 * 1024, `${bytes} bytes`);
  await page.context().close();
});

for (const script of [true, false])
  await it(`one signs in by ear, ${script ? 'with' : 'without'} script`,
    async () => {
      const page = await portal.page({script});
      await page.goto('/sign-in');
      await page.fill('#account', 'demoa2');
      await page.fill('#password', 'Blue-Harbor-77');
      await page.fill('#letters', await portal.answer(page));
      await page.press('.card .actions button', 'Enter');
      await page.waitForURL(url => url.pathname !== '/sign-in');
      const cookies = await page.context().cookies();
      assert.ok(cookies.find(({name, secure, httpOnly, sameSite}) =>
        name === '__Host-portal' && secure && httpOnly && sameSite === 'Lax'));
      await page.context().close();
    });

await it('one signs in by work, with the keyboard alone', async () => {
  const page = await portal.page({lang: 'en'});
  await page.goto('/sign-in');
  const reach = async selector => {
    for (let i = 0; i < 30; i++) {
      if (await page.locator(selector).evaluate(
        element => element === document.activeElement))
        return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${selector} is out of the keyboard's reach`);
  };
  await reach('#account');
  await page.keyboard.type('demoa2');
  await reach('#password');
  await page.keyboard.type('Blue-Harbor-77');
  await reach('.work button');
  await page.keyboard.press('Enter');
  await page.locator('.work output', {hasText: 'Done.'}).waitFor();
  await reach('.actions button');
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.pathname !== '/sign-in');
  await page.context().close();
});

for (const script of [true, false])
  await it(`another picture loses nothing that was typed, ${
    script ? 'with' : 'without'} script`, async () => {
    const page = await portal.page({script});
    await page.goto('/sign-in');
    const first = await page.locator('.hurdle img').getAttribute('src');
    await page.fill('#account', 'demoa2');
    await page.press('[name=another]', 'Enter');
    await page.locator(`.hurdle img:not([src="${first}"])`).waitFor();
    assert.equal(await page.inputValue('#account'), 'demoa2');
    assert.equal(await page.locator('.complaint').count(), 0);
    await page.context().close();
  });

await it('a wrong captcha loses nothing but the password', async () => {
  const page = await portal.page({lang: 'en'});
  await page.goto('/sign-in');
  await page.fill('#account', 'demoa2');
  await page.fill('#password', 'Blue-Harbor-77');
  await page.fill('#letters', 'wrong');
  await page.click('.card .actions button');
  await page.locator('.complaint').waitFor();
  assert.equal(await page.inputValue('#account'), 'demoa2');
  assert.equal(await page.inputValue('#password'), '');
  await page.context().close();
});

for (const options of [{}, {phone: true, dark: true}])
  await it(`without portal-front nginx shows a page like ours ${
    JSON.stringify(options)}`, async () => {
    const page = await portal.page(options);
    portal.stop('front');
    assert.equal((await page.goto('/sign-in')).status(), 502);
    await portal.look(page, 'down');
    portal.start('front');
    await page.context().close();
  });

await portal.close();
finish();
