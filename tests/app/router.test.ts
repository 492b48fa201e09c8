// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { createRouter, followLinks } from "../../src/app/shell/router.ts";

const here = () => location.pathname;

beforeEach(() => {
  history.replaceState(null, "", "/uk/");
  document.title = "Сонях";
  document.body.replaceChildren();
});

const aRouter = () => {
  let top = 0;
  const scrolling = {
    history,
    location,
    addEventListener: window.addEventListener.bind(window) as Window["addEventListener"],
    scrollTo: ((_x: number, y: number) => void (top = y)) as Window["scrollTo"],
    get scrollY() {
      return top;
    },
  };
  const router = createRouter(scrolling, () => "uk");
  return { router, scroll: { to: (y: number) => void (top = y), top: () => top } };
};

test("an article has its address, and starts at its top", () => {
  const { router, scroll } = aRouter();
  scroll.to(900);

  expect(router.go("/a/try-zymy")).toBe(true);

  expect(here()).toBe("/a/try-zymy");
  expect(router.route.value).toEqual({ kind: "article", slug: "try-zymy" });
  expect(scroll.top()).toBe(0);
});

test("writing leaves neither an address nor a title in the history", () => {
  const { router } = aRouter();
  router.go("/shelf");

  router.write();
  router.write();

  expect(router.route.value).toEqual({ kind: "writing", depth: 2 });
  expect(here()).toBe("/uk/");
  expect(history.state).toEqual({ depth: 2 });
  expect(document.title).toBe("Сонях");
});

test("hiding puts the list on the screen at once, before the history has moved", () => {
  const { router } = aRouter();
  router.write();
  router.write();
  const go = vi.spyOn(history, "go").mockImplementation(() => undefined);

  router.leaveWriting();

  expect(router.route.value).toEqual({ kind: "front", language: "uk" });
  expect(go).toHaveBeenCalledWith(-2);
  go.mockRestore();
});

test("the way back from a page that was opened directly is the front page", () => {
  history.replaceState(null, "", "/a/try-zymy");
  const { router } = aRouter();

  router.back();

  expect(here()).toBe("/uk/");
  expect(router.route.value).toEqual({ kind: "front", language: "uk" });
});

test("going back from what lay over a page leaves the page as it is", () => {
  const { router, scroll } = aRouter();
  router.go("/a/try-zymy");
  const article = router.route.value;
  scroll.to(400);
  const state: unknown = history.state;
  history.pushState(state, "");

  window.dispatchEvent(new PopStateEvent("popstate", { state }));

  expect(router.route.value).toBe(article);
  expect(scroll.top()).toBe(400);
});

test("links of the app are followed by the app, all others by the browser", () => {
  const followed: string[] = [];
  followLinks(document, location, (path) => {
    followed.push(path);
    return true;
  });
  const click = (href: string, attributes: Record<string, string> = {}): boolean => {
    const link = document.createElement("a");
    link.setAttribute("href", href);
    for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
    document.body.append(link);
    const event = new MouseEvent("click", { bubbles: true, cancelable: true });
    link.dispatchEvent(event);
    return event.defaultPrevented;
  };

  expect(click("/a/try-zymy")).toBe(true);
  expect(click("https://elsewhere.example/a/try-zymy")).toBe(false);
  expect(click("/uk/?from=20")).toBe(false);
  expect(click("/uk/#text")).toBe(false);
  expect(click("/story.age", { download: "" })).toBe(false);
  expect(followed).toEqual(["/a/try-zymy"]);
});
