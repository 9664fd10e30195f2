export const unknown = {
  hint: 'This block needs a newer version',
  block: 'Block of an unknown type: {{type}}. It needs a newer version.',
  inline: 'Of an unknown type: {{type}}. It needs a newer version.',
  delete: 'Delete this block',
} as const;
