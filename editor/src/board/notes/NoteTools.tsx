import { ChevronDown, StickyNote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuSwatches } from '../../ui/Menu.tsx';
import styles from '../canvas/tools.module.css';
import { NOTE_COLORS, type NoteColor } from './colors.ts';
import { NOTE_KEY, type Notes } from './use-notes.ts';

const COLORS = Object.keys(NOTE_COLORS) as NoteColor[];

/** A tool that puts a note where one clicks, and the choice of its colour. */
export const NoteTools = ({ notes }: { readonly notes: Notes }) => {
  const { t } = useTranslation();
  return (
    <span className={styles.island}>
      <IconButton
        label={t('board.addNote')}
        keys={NOTE_KEY}
        aria-keyshortcuts="n"
        aria-pressed={notes.isPlacing}
        // By a key there is no place to click: it goes where the note's own key puts it.
        onClick={({ detail }) => (detail === 0 ? notes.drop() : notes.pick())}
      >
        <StickyNote className={styles.ink} size={18} fill={NOTE_COLORS[notes.color]} strokeWidth={1.6} aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={t('board.noteColor')} className={styles.narrow}>
            <ChevronDown size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuSwatches
          label={t('board.noteColor')}
          value={notes.color}
          options={COLORS.map((value) => ({
            value,
            label: t(`board.${value}`),
            swatch: <span className={styles.swatch} style={{ background: NOTE_COLORS[value] }} />,
          }))}
          onChange={notes.choose}
        />
      </Menu>
    </span>
  );
};
