/** What the build puts in: the newsroom that this app belongs to (tools/build/newsroom.ts). */
declare module "virtual:newsroom" {
  export const newsroom: import("../protocol/newsroom.ts").Newsroom;
  /** The app's own version, as package.json says it. */
  export const version: string;
}
