declare module "virtual:newsroom" {
  /** The newsroom that this app was built for. */
  export const newsroom: import("../protocol/newsroom.ts").Newsroom;
}
