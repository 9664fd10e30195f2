import type { Connection, Uploads } from '../client/index.ts';
import { People } from '../panels/People.tsx';
import { SavedState } from '../panels/saved/SavedState.tsx';
import { useSavedView } from '../panels/saved/use-saved-view.ts';
import styles from './EmbeddedEditor.module.css';

interface HeaderProps {
  readonly connection: Connection;
  readonly uploads: Uploads;
  readonly mayWrite: boolean;
  readonly mayChangeName: boolean;
}

/** Whether all is saved, and who is here. */
export const Header = ({ connection, uploads, mayWrite, mayChangeName }: HeaderProps) => (
  <header className={styles.header} part="header" data-print="no">
    <SavedState view={useSavedView(connection, { uploads, titleUnsaved: false, mayWrite })} />
    <span className={styles.space} />
    <People awareness={connection.awareness} mayChange={mayChangeName} />
  </header>
);
