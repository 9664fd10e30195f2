import { Dialog } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { DialogLayer } from '../../ui/layer.tsx';
import styles from './AltDialog.module.css';

interface AltDialogProps {
  readonly alt: string;
  onSave(alt: string): void;
  onClose(): void;
}

/** Asks for the words that stand for a picture where it isn't seen. */
export const AltDialog = ({ alt, onSave, onClose }: AltDialogProps) => {
  const { t } = useTranslation();
  const [words, setWords] = useState(alt);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(words.trim());
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <DialogLayer>
        <Dialog.Overlay className={styles.shade} />
        <Dialog.Content className={styles.dialog} onCloseAutoFocus={(event) => event.preventDefault()}>
          <Dialog.Title className={styles.title}>{t('images.alt')}</Dialog.Title>
          <Dialog.Description className={styles.hint}>{t('images.altHint')}</Dialog.Description>
          <form onSubmit={submit}>
            <textarea
              className={styles.field}
              rows={3}
              maxLength={2000}
              aria-label={t('images.alt')}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
            <div className={styles.buttons}>
              <Button look="quiet" onClick={onClose}>
                {t('images.cancel')}
              </Button>
              <Button look="primary" type="submit">
                {t('images.save')}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </DialogLayer>
    </Dialog.Root>
  );
};
