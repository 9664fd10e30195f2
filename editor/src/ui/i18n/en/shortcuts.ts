export const shortcuts = {
  words: 'Words',
  blocks: 'Blocks',
  arrange: 'Arrange blocks',
  align: 'Alignment',
  document: 'Document',
  places: 'In the text',
  slash: 'Commands, at the start of a word',
  indent: 'Indent in a list or code, and back',
  selectBlock: 'Select the block, and back',
  selectMore: 'Select more blocks',
  toolbar: 'To the toolbar; Escape leads back',
} as const;
