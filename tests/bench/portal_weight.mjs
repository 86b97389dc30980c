// portal_weight.mjs SESSION - what pages weigh: "PATH REQUESTS BYTES" a line.
import {Portal} from '../e2e/browser.mjs';

const PATHS = ['/sign-in', '/forgot', '/', '/me'];
const portal = await Portal.open();
for (const path of PATHS) {
  const page = await portal.page();
  if (path === '/' || path === '/me')
    await page.context().addCookies([{name: '__Host-portal',
      value: process.argv[2], url: process.env.PORTAL_URL, secure: true}]);
  const {requests, bytes} = await portal.weigh(page, path);
  console.log(path, requests, bytes);
  await page.context().close();
}
await portal.close();
