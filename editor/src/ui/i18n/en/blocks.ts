/** Callouts, toggles, code, equations, embeds and tables of contents. */
export const blocks = {
  callout: 'Callout: {{kind}}',
  calloutChange: 'Callout: {{kind}}. Change kind or emoji',
  calloutKind: 'Kind',
  calloutEmoji: 'Emoji',
  calloutNoEmoji: 'Use the sign of the kind',
  calloutRemove: 'Remove the box',
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
  toggleArrow: 'What is inside',
  toggleEmpty: 'Nothing inside yet. Click to write.',
  toggleStartsOpen: 'Open for new readers',
} as const;
