import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Photo } from "../../device/photo-records.ts";

interface Shown {
  readonly address: string;
  readonly photo: Photo;
}

/**
 * The picture of a photo, as an address that lives as long as it is on the screen. `painted`: how often it was painted
 * over; its bytes are read again then.
 */
export function usePhoto(
  photo: number,
  findPhoto: (photo: number) => Promise<Photo | undefined>,
  painted = 0,
): Shown | "absent" | undefined {
  const shown = useSignal<Shown | "absent" | undefined>(undefined);
  useEffect(() => {
    let isHere = true;
    let address: string | undefined;
    findPhoto(photo).then(
      (found) => {
        if (!isHere) return;
        if (found !== undefined)
          address = URL.createObjectURL(new Blob([found.bytes], { type: found.type }));
        shown.value = found && address !== undefined ? { address, photo: found } : "absent";
      },
      () => {
        // Damaged bytes are as good as none.
        if (isHere) shown.value = "absent";
      },
    );
    return () => {
      isHere = false;
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [photo, painted]);
  return shown.value;
}
