/** Long enough for a screen reader to have begun with what was said before, milliseconds. */
const APART = 250;

let region: HTMLElement | null = null;
const waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Has a sentence read out, when whoever listens has heard what they are at. There is one such region in the page, so
 * that sentences follow each other and none is cut off by another.
 */
export const announce = (sentence: string): void => {
  if (sentence === '' || waiting.at(-1) === sentence) return;
  waiting.push(sentence);
  if (timer === undefined) say();
};

const say = (): void => {
  const sentences = waiting.splice(0).join(' ');
  if (sentences === '') {
    timer = undefined;
    return;
  }
  region ??= createRegion();
  // The same words twice are news only if they are new nodes.
  const paragraph = document.createElement('p');
  paragraph.textContent = sentences;
  region.replaceChildren(paragraph);
  timer = setTimeout(say, APART);
};

const createRegion = (): HTMLElement => {
  const element = document.createElement('div');
  element.setAttribute('role', 'status');
  element.dataset.announcements = '';
  element.style.cssText =
    'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(element);
  return element;
};
