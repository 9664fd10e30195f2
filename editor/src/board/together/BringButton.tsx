import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useThoseHere } from '../../document/mentions/people-context.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from '../canvas/tools.module.css';

/** Only while there is somebody to bring. */
export const BringButton = ({ onBring }: { onBring(): void }) => {
  const { t } = useTranslation();
  if (!useThoseHere().some(({ self }) => !self)) return null;
  return (
    <span className={styles.island}>
      <IconButton label={t('board.bring')} onClick={onBring}>
        <Megaphone size={17} aria-hidden />
      </IconButton>
    </span>
  );
};
