/** See `former-assets.mjs`. `now` is in milliseconds since 1970. */
export function keepingFormerAssets(
  app: string,
  now: number,
  build: () => Promise<void>,
): Promise<void>;
