import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog.tsx';
import { apiUrl } from '../address.ts';
import styles from './ApiKeys.module.css';
import { KeyList } from './KeyList.tsx';
import { NewKey } from './NewKey.tsx';
import shared from './Share.module.css';

interface ApiKeysProps {
  readonly open: boolean;
  onClose(): void;
}

/** The keys that programs come with, for whoever hosts the service. */
export const ApiKeys = ({ open, onClose }: ApiKeysProps) => {
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={t('keys.title')} onClose={onClose}>
      <div className={shared.ways}>
        <p className={shared.hint}>
          {t('keys.hint')}{' '}
          <a className={styles.docs} href={apiUrl('docs').href} target="_blank" rel="noreferrer">
            {t('keys.docs')}
          </a>
        </p>
        <NewKey />
        <KeyList />
      </div>
    </Dialog>
  );
};
