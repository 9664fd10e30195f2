/** What has the focus, in a shadow root too: for the page that is its host. */
export const focusedElement = (): Element | null => {
  let element = document.activeElement;
  for (let inner = element; inner !== null; inner = element?.shadowRoot?.activeElement ?? null) element = inner;
  return element;
};
