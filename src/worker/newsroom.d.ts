// Made by the build out of newsroom.json: see `tools/build/newsroom.ts`.
declare module "virtual:newsroom" {
  export const newsroom: import("../protocol/newsroom.ts").Newsroom;
}
