import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VERSION_NAME_LIMIT } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../access/Field.tsx';
import styles from './NameDialog.module.css';

interface NameDialogProps {
  readonly open: boolean;
  /** As it is now; null for a version without one. */
  readonly name: string | null;
  onName(name: string | null): void;
  onClose(): void;
}

/** Asks for the name of a version. */
export const NameDialog = ({ open, onClose, ...rest }: NameDialogProps) => {
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={t('history.nameTitle')} onClose={onClose}>
      <Form {...rest} />
    </Dialog>
  );
};

const Form = ({ name, onName }: Pick<NameDialogProps, 'name' | 'onName'>) => {
  const { t } = useTranslation();
  const [text, setText] = useState(name ?? '');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onName(text.trim());
      }}
    >
      <TextField
        label={t('history.nameLabel')}
        value={text}
        maxLength={VERSION_NAME_LIMIT}
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      <p className={styles.hint}>{t('history.nameHint')}</p>
      <div className={styles.buttons}>
        {name !== null && (
          <Button look="quiet" onClick={() => onName(null)}>
            {t('history.unname')}
          </Button>
        )}
        <Button look="primary" type="submit" disabled={text.trim() === ''}>
          {t('history.saveName')}
        </Button>
      </div>
    </form>
  );
};
