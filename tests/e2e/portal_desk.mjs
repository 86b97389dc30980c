// portal_desk.mjs - personnel's and IT's pages: looked at, and used.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {finish, it} from './tap.mjs';

const portal = await Portal.open();
const TEACHER = 'demoa2', PERSONNEL = 'demoa1', OFFICER = 'demoa3';
const IT = 'demoa4';

async function signedIn(account, options = {}) {
  const page = await portal.page(options);
  await page.goto('/sign-in');
  await page.fill('#account', account);
  await page.fill('#password', 'Blue-Harbor-77');
  await page.fill('#letters', await portal.answer(page));
  await page.click('.card .actions button');
  await page.waitForURL(url => url.pathname === '/');
  return page;
}

const personnelPages = {
  '/staff': 'staff', '/staff/person?account=demoa5': 'staff-person',
  '/staff/add': 'staff-add', '/staff/edit?account=demoa5': 'staff-edit',
  '/staff/take-in': 'staff-take-in', '/staff/import': 'staff-import',
  '/staff/mail': 'staff-mail', '/staff/audit': 'staff-audit',
};
const itPages = {
  '/it': 'it', '/it/schools': 'it-schools',
  '/it/units?school=014501': 'it-units', '/it/roles': 'it-roles',
  '/it/groups': 'it-groups', '/it/machines': 'it-machines',
  '/it/apps': 'it-apps', '/it/notices': 'it-notices',
};

for (const [account, pages] of [[PERSONNEL, personnelPages], [IT, itPages]])
  for (const options of [{}, {lang: 'en', phone: true, dark: true}]) {
    const page = await signedIn(account, options);
    for (const [path, name] of Object.entries(pages))
      await it(`${path} is fit to be seen ${JSON.stringify(options)}`,
        async () => {
          const answer = await page.goto(path);
          assert.equal(answer.status(), 200);
          await portal.look(page, name);
        });
    await page.context().close();
  }

await portal.close();
finish();
