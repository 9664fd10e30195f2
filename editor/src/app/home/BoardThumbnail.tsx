import { useQuery } from '@tanstack/react-query';
import { Presentation } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DocumentSummary } from '../../protocol/index.ts';
import { api } from '../api.ts';
import styles from './BoardThumbnail.module.css';

/** What a board looks like, in small; an icon while nobody has drawn on it. */
export const BoardThumbnail = ({ board: { id, thumbnailAt } }: { readonly board: DocumentSummary }) => {
  const { data } = useQuery({
    // Another for each time it was made anew; the one before is shown until then.
    queryKey: ['thumbnail', id, thumbnailAt],
    queryFn: ({ signal }) => api.thumbnail(id, signal),
    enabled: thumbnailAt !== null,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const address = useAddressOf(data);
  return (
    <span className={styles.place}>
      {address === null ? (
        <Presentation size={18} aria-hidden />
      ) : (
        <img className={styles.picture} src={address} alt="" data-testid="thumbnail" />
      )}
    </span>
  );
};

/** Bytes as an address to show them by. They are fetched, because a browser sends no token for a picture. */
const useAddressOf = (blob: Blob | undefined): string | null => {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (blob === undefined) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
};
