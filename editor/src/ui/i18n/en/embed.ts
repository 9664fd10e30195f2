export const embed = {
  empty: 'An embed without an address',
  address: 'Address to embed',
  placeholder: 'Paste a link to a video, a drawing, a map…',
  apply: 'Embed',
  refused: 'Use the address of a web page.',
  load: 'Show what is on {{name}}',
  privacy: '{{name}} then learns that you look at it.',
  frame: '{{name}}: {{address}}',
  offer: 'Embed the link?',
  choose: 'Embed from {{name}}',
  chooseCard: 'Show as a card',
  keepLink: 'Keep as a link',
} as const;
