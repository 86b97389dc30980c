// day.mjs - tests/days.sh for a test in the browser.
//
//	after(n), ahead(n), behind(n)	a day: "2026-12-01"
//	said(day, what)			its weekday, academic_year or slashed
import {execFileSync} from 'node:child_process';

const ask = word => (...args) =>
  execFileSync('tests/days.sh', [word, ...args], {encoding: 'utf8'}).trim();
export const after = ask('after'), ahead = ask('ahead');
export const behind = ask('behind'), said = ask('said');
