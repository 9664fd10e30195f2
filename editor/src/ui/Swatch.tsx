import { Slash } from 'lucide-react';
import styles from './Swatch.module.css';

interface SwatchProps {
  /** One of the palette, or `none`. */
  readonly color: string;
  readonly part: 'ink' | 'ground';
}

/** A colour as it will look: as a letter, or as the ground behind one. */
export const Swatch = ({ color, part }: SwatchProps) => {
  if (color === 'none') {
    return (
      <span className={styles.swatch} aria-hidden>
        <Slash size={14} />
      </span>
    );
  }
  const style = part === 'ink' ? { color: `var(--ink-${color})` } : { background: `var(--ground-${color})` };
  return (
    <span className={styles.swatch} style={style} aria-hidden>
      {part === 'ink' && 'A'}
    </span>
  );
};
