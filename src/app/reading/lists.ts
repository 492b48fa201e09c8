// What lists have beyond their beginning: one part, which comes once the texts are here.
export { ListBeside } from "./ListBeside.tsx";
export { OnPhone } from "./OnPhone.tsx";
export { Rest } from "./Rest.tsx";
export { ShelfScreen } from "./ShelfScreen.tsx";
