import { COMMAND_PRIORITY_LOW, type LexicalEditor, mergeRegister } from 'lexical';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { $blocksIn, $containerOf } from '../../content/blocks/outline.ts';
import { announce } from '../../ui/announce.ts';
import { BLOCKS_MOVED_COMMAND } from './block-commands.ts';
import { $chosenBlocks, $selectedBlocks } from './chosen-blocks.ts';

/** Says where blocks went and how many are selected, for those who don't see it. */
export const useBlockNews = (editor: LexicalEditor): void => {
  const { t } = useTranslation();
  useEffect(() => {
    let selected = 0;
    return mergeRegister(
      editor.registerCommand(
        BLOCKS_MOVED_COMMAND,
        () => {
          const [first] = $chosenBlocks();
          const container = first === undefined ? null : $containerOf(first);
          if (first === undefined || container === null) return false;
          const blocks = $blocksIn(container);
          const place = blocks.findIndex(({ node }) => node.is(first)) + 1;
          announce(t('blockTools.moved', { place: String(place), total: String(blocks.length) }));
          return false;
        },
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerUpdateListener(({ editorState }) => {
        const count = editorState.read(() => $selectedBlocks()?.length ?? 0);
        if (count === selected) return;
        selected = count;
        if (count > 0) announce(t('blockTools.selected', { count }));
      }),
    );
  }, [editor, t]);
};
