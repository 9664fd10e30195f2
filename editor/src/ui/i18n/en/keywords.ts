/** Other words under which an action is found, by its name, with spaces between them; found from any language. */
export const keywords = {
  paragraph: 'text plain normal body p',
  heading1: 'h1 # title big',
  heading2: 'h2 ## subtitle medium',
  heading3: 'h3 ### small',
  bullet: 'ul - unordered points',
  number: 'ol 1. ordered',
  check: 'todo task checkbox [] to-do',
  quote: 'blockquote > citation',
  code: '``` pre source snippet program',
  mention: '@ person people document link page',
  divider: 'hr --- line rule separator',
  callout: 'note tip warning info alert box admonition important caution',
  toggle: 'collapse fold details accordion expand hide',
  equation: 'math formula latex tex katex $$',
  inlineEquation: 'math formula latex tex katex $',
} as const;
