/** Grounds of sticky notes, of Excalidraw's own palette: dark words on each can be read. */
export const NOTE_COLORS = {
  yellow: '#ffec99',
  orange: '#ffd8a8',
  pink: '#fcc2d7',
  purple: '#d0bfff',
  blue: '#a5d8ff',
  green: '#b2f2bb',
} as const;

export type NoteColor = keyof typeof NOTE_COLORS;

export const isNoteColor = (value: string | null): value is NoteColor => value !== null && value in NOTE_COLORS;
