/** Uploaded pictures and files alike. */
export const assets = {
  tooLarge: '“{{name}}” is too large: files may have {{size}}.',
  noPicture: '“{{name}}” can’t be shown: it is damaged, or no picture. Insert it as a file instead.',
  unreadable: '“{{name}}” can’t be read. It may have been moved or deleted.',
  sending: 'Uploading… {{percent}}%',
  waiting: 'Uploads when the connection is back',
  progress: 'Upload of {{name}}',
  refused: 'Not uploaded: {{reason}}',
  retry: 'Try again',
  cancel: 'Cancel upload',
  delete: 'Delete',
  download: 'Download',
  coming: 'Being uploaded…',
  comingFrom: 'Being uploaded by {{name}}…',
  missing: 'This picture isn’t on the server yet. It appears once whoever added it is connected again.',
  elsewhere: 'This picture is on another site and isn’t loaded from there. Copy it there and paste it here.',
  noSource: 'This picture didn’t come along when it was pasted. Copy the picture alone and paste it here.',
} as const;
