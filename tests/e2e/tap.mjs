// tap.mjs - tests in JavaScript that print TAP, as tests/lib.sh does.
//
//	await it('sentence', async () => { ... })   ok unless it throws, or is
//	                                            not done after two minutes
//	finish()                                    the plan and the exit code
const DEADLINE_MS = 120000;
let count = 0, failed = 0;

function deadline() {
  return new Promise((_, reject) => setTimeout(
    () => reject(new Error('not done in time')), DEADLINE_MS).unref());
}

export async function it(sentence, act) {
  count++;
  try {
    await Promise.race([act(), deadline()]);
    console.log(`ok ${count} - ${sentence}`);
  } catch (fault) {
    failed++;
    console.log(`not ok ${count} - ${sentence}`);
    console.log(String(fault.message ?? fault).replace(/^/gm, '# '));
  }
}

export function finish() {
  console.log(`1..${count}`);
  process.exitCode = failed > 0 || count === 0 ? 1 : 0;
}
