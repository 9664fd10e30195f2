import { $getNodeByKey, COMMAND_PRIORITY_EDITOR, type LexicalEditor, type NodeKey } from 'lexical';
import { GripVertical, Plus } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { addBlock } from './add-block.ts';
import styles from './BlockHandle.module.css';
import { BlockMenuItems } from './BlockMenuItems.tsx';
import { OPEN_BLOCK_MENU_COMMAND } from './block-commands.ts';
import { focusQuietly } from './block-selection.ts';
import { $chosenBlocks, $selectBlocks, $selectedBlocks } from './chosen-blocks.ts';
import { DragLayer } from './DragLayer.tsx';
import { type DragView, startDrag } from './drag.ts';
import { firstLineOf } from './geometry.ts';
import { useHandleTarget } from './use-handle-target.ts';

interface BlockHandleProps {
  readonly editor: LexicalEditor;
  /** Null where there are no links to blocks. */
  readonly linkTo: ((key: NodeKey) => string | null) | null;
}

/** Left of the block under the mouse, or at the caret on a touch screen: a button to add one below, and a grip to drag it by or to open its menu. */
export const BlockHandle = ({ editor, linkTo }: BlockHandleProps) => {
  const { t } = useTranslation();
  /** The block whose menu is open. */
  const [opened, setOpened] = useState<NodeKey | null>(null);
  const [drag, setDrag] = useState<DragView | null>(null);
  const pointed = useHandleTarget(editor, opened !== null || drag !== null);
  const target = opened ?? pointed;
  const handle = useRef<HTMLDivElement>(null);
  useBeside(editor, target, handle);

  const open = useCallback(
    (key: NodeKey | null): void => {
      let first: NodeKey | null = null;
      editor.update(
        () => {
          const pressed = key === null ? null : $getNodeByKey(key);
          const chosen = $chosenBlocks();
          const blocks = pressed === null || chosen.some((block) => block.is(pressed)) ? chosen : [pressed];
          if (blocks.length > 0) $selectBlocks(blocks);
          first = key ?? blocks[0]?.getKey() ?? null;
        },
        { discrete: true },
      );
      if (first !== null) editor.getElementByKey(first)?.scrollIntoView({ block: 'nearest' });
      setOpened(first);
    },
    [editor],
  );

  useEffect(
    () =>
      editor.registerCommand(
        OPEN_BLOCK_MENU_COMMAND,
        () => {
          // After the update that the key came in.
          queueMicrotask(() => open(null));
          return true;
        },
        COMMAND_PRIORITY_EDITOR,
      ),
    [editor, open],
  );

  const page = editor.getRootElement()?.parentElement;
  if (page == null) return null;
  return (
    <>
      {target !== null &&
        createPortal(
          <div ref={handle} className={styles.handle} data-dragging={drag !== null || undefined}>
            <IconButton
              className={styles.plus}
              label={t('blockTools.add')}
              tabIndex={-1}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => addBlock(editor, target)}
            >
              <Plus size={17} aria-hidden />
            </IconButton>
            <Menu
              align="start"
              open={opened !== null}
              onOpenChange={(isOpen) => (isOpen ? open(target) : setOpened(null))}
              onCloseAutoFocus={(event) => {
                event.preventDefault();
                if (editor.read('latest', $selectedBlocks) === null) editor.focus();
                else focusQuietly(editor);
              }}
              trigger={
                <IconButton
                  className={styles.grip}
                  label={t('blockTools.handle')}
                  bare
                  title={t('blockTools.handleHint')}
                  tabIndex={-1}
                  onPointerDown={(event) => {
                    // A press may become a drag: the click that ends one opens the menu.
                    event.preventDefault();
                    if (event.button !== 0) return;
                    startDrag({
                      editor,
                      key: target,
                      press: event.nativeEvent,
                      target: event.currentTarget,
                      onView: setDrag,
                      onDrop: () => focusQuietly(editor),
                    });
                  }}
                  onClick={() => (opened === null ? open(target) : setOpened(null))}
                >
                  <GripVertical size={17} aria-hidden />
                </IconButton>
              }
            >
              <BlockMenuItems editor={editor} link={opened === null ? null : (linkTo?.(opened) ?? null)} />
            </Menu>
          </div>,
          page,
        )}
      {drag !== null && <DragLayer editor={editor} view={drag} />}
    </>
  );
};

/** Keeps the handle beside the first line of a block, wherever others' writing moves it. */
const useBeside = (editor: LexicalEditor, key: NodeKey | null, handle: RefObject<HTMLDivElement | null>): void => {
  useLayoutEffect(() => {
    const page = editor.getRootElement()?.parentElement;
    if (key === null || page == null) return undefined;
    const place = (): void => {
      const element = editor.getElementByKey(key);
      if (element === null || handle.current === null) return;
      const { top, height } = firstLineOf(element);
      const middle = top + height / 2 - page.getBoundingClientRect().top;
      handle.current.style.translate = `0 calc(${middle}px - 50%)`;
    };
    place();
    const offUpdate = editor.registerUpdateListener(place);
    const observer = new ResizeObserver(place);
    observer.observe(page);
    return () => {
      offUpdate();
      observer.disconnect();
    };
  }, [editor, key, handle]);
};
