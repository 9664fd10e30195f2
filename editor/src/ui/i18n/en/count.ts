export const count = {
  title: 'Word count',
  words_one: '{{number}} word',
  words_other: '{{number}} words',
  ofWords: '{{selected}} of {{words}}',
  wordsLabel: 'Words',
  charactersLabel: 'Characters',
  readingLabel: 'Reading time',
  minutes_one: '{{count}} min',
  minutes_other: '{{count}} min',
  selection: 'Selection',
  document: 'Document',
} as const;
