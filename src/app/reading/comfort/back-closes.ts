/**
 * A step in the history that stands for what lies over the page: Back then closes that and leaves the page as it is, for
 * the router sees the same place as before. The answer takes the step back.
 */
export function backCloses(window: Window, close: () => void): () => void {
  const { history } = window;
  history.pushState(history.state, "");
  let isOver = false;
  const onBack = (): void => {
    isOver = true;
    close();
  };
  window.addEventListener("popstate", onBack, { once: true });
  return () => {
    window.removeEventListener("popstate", onBack);
    if (!isOver) history.back();
  };
}
