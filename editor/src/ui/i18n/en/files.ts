export const files = {
  unnamed: 'File without a name',
  label: 'File {{name}}',
  download: 'Download {{name}}',
} as const;
