import type { Discussion } from '../client/discussion/index.ts';
import type { Connection, Uploads } from '../client/index.ts';
import { DiscussionButtons } from '../panels/discussion/DiscussionButtons.tsx';
import { People } from '../panels/People.tsx';
import { SavedState } from '../panels/saved/SavedState.tsx';
import styles from './EmbeddedEditor.module.css';

interface HeaderProps {
  readonly connection: Connection;
  readonly uploads: Uploads;
  readonly discussion: Discussion | null;
  readonly mayWrite: boolean;
  readonly mayChangeName: boolean;
}

/** Whether all is saved, and who is here. */
export const Header = ({ connection, uploads, discussion, mayWrite, mayChangeName }: HeaderProps) => (
  <header className={styles.header} part="header" data-print="no">
    <SavedState connection={connection} uploads={uploads} titleUnsaved={false} mayWrite={mayWrite} />
    <span className={styles.space} />
    {discussion !== null && <DiscussionButtons discussion={discussion} />}
    <People awareness={connection.awareness} mayChange={mayChangeName} />
  </header>
);
