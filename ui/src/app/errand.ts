import { onMounted, ref, watch } from 'vue'

/** What a page can be sent to do at once, as by a command of the palette. */
export type Errand = 'talk_blanks' | 'visit_blanks' | 'backup' | 'password' | 'promise' | 'activity' | 'suggestion'

const errand = ref<Errand | null>(null)

/** Sends the page that is opened next to do something; done once, and not again when one comes back to the page. */
export function send(what: Errand | null): void {
  errand.value = what
}

/** What the page does when it is sent to. */
export function useErrand(what: Errand, act: () => unknown): void {
  onMounted(() => {
    watch(
      errand,
      (asked) => {
        if (asked !== what) return
        errand.value = null
        act()
      },
      { immediate: true },
    )
  })
}
