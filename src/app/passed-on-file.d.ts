declare module "virtual:passed-on-file" {
  /** The style sheet of a passed-on file, and the script of one that holds many articles. */
  export const style: string;
  export const reader: string;
}
