// tap.mjs - tests in JavaScript that print TAP, as tests/lib.sh does.
//
//	await it('sentence', async () => { ... })   ok unless it throws
//	finish()                                    the plan and the exit code
let count = 0, failed = 0;

export async function it(sentence, act) {
  count++;
  try {
    await act();
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
