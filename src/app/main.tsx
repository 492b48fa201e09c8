import { newsroom } from "virtual:newsroom";
import { render } from "preact";

render(<h1>{newsroom.name.uk}</h1>, document.querySelector("#app")!);
