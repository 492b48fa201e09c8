declare const brand: unique symbol;

/** A value that only a parser or a maker mints: `Brand<string, "ArticleId">` is a string that was checked to be one. */
export type Brand<Base, Name extends string> = Base & {
  readonly [brand]: { readonly [K in Name]: true };
};
