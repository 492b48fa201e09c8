/** The addresses that scripts may be started from: the worker of reading and those that the build names. */
const isOurs = (address: string): boolean =>
  /^\/(sw|sending|news)\.js$|^\/assets\/[A-Za-z0-9._-]+\.js$/.test(address);

interface Policy {
  createScriptURL(address: string): TrustedScriptURL | string;
}

let policy: Policy | undefined;

function thePolicy(): Policy {
  const rules = {
    createScriptURL(address: string): string {
      if (!isOurs(address)) throw new TypeError(`${address} is no script of ours`);
      return address;
    },
  };
  // Where there are no Trusted Types (Safari before 26, Firefox before 148), the same check without the seal.
  policy ??= window.trustedTypes?.createPolicy("soniakh", rules) ?? rules;
  return policy;
}

/**
 * An address that `new Worker` and `register` take under `require-trusted-types-for 'script'`.
 * Throws TypeError for any other address than our workers'.
 */
export const scriptAddress = (address: string): string =>
  thePolicy().createScriptURL(address) as string;
