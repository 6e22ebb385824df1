//! Whether the page still answers. On Linux nobody else starts a web process again that has died or hangs: without this the
//! window stays white, or stands still.
//!
//! Five times a second the page is asked for nothing at all. One that does not answer is not ended for being slow, but for what
//! the kernel says of its process meanwhile: it computes without a pause, or it was stopped. Why so: decision 0036. What the page
//! showed is kept by the shell (`keepScreen`).

use std::time::Duration;

/// How often it is asked; and how often this watch counts, which is its clock: while the computer sleeps, or is too busy for this
/// program, nothing is counted, whatever the time is afterwards.
const BEAT: Duration = Duration::from_millis(200);
/// For so many beats (1.4 s) a page may compute without answering …
const BEATS_BUSY: u32 = 7;
/// … if its process had the processor for so long. On a busy computer a page is slow because it does not get it.
const COMPUTED: Duration = Duration::from_millis(1100);
/// For so many beats (18 s) a page may stay away that is still being loaded, or that waits for something itself: looking for
/// cameras alone may take some seconds, and a healthy page must never be ended.
const BEATS_AWAY: u32 = 90;

/// What the kernel tells of the page's process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    /// Whether somebody stopped it.
    is_stopped: bool,
    /// How long the thread that answers has computed since it began.
    computed: Duration,
}

/// What is to be done at a beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// The page has answered: it is asked again.
    Ask,
    Wait,
    End,
}

/// The page since it was asked last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Watch {
    /// Whether it owes an answer.
    asked: bool,
    /// The beats without an answer.
    beats: u32,
    /// Those in a row at which its process was stopped.
    stopped: u32,
    /// What its process had computed when it was asked.
    computed: Option<Duration>,
}

impl Watch {
    /// The page has answered, or there is another one.
    fn answered(&mut self) {
        *self = Self::default();
    }

    /// One beat; `process` is what is known of the page's.
    fn beat(&mut self, process: Option<Process>, is_loading: bool) -> Deed {
        let computed = process.map(|process| process.computed);
        if !self.asked {
            *self = Self { asked: true, computed, ..Self::default() };
            return Deed::Ask;
        }
        self.beats += 1;
        self.stopped = if process.is_some_and(|process| process.is_stopped) { self.stopped + 1 } else { 0 };
        let since = computed.zip(self.computed).map_or(Duration::ZERO, |(now, then)| now.saturating_sub(then));
        let is_busy = self.beats >= BEATS_BUSY && since >= COMPUTED;
        let hangs = !is_loading && (is_busy || self.stopped >= BEATS_BUSY);
        if hangs || self.beats >= BEATS_AWAY { Deed::End } else { Deed::Wait }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::{Duration, Instant};

    use tauri::{AppHandle, Manager, WebviewWindow};
    use webkit2gtk::glib::ControlFlow;
    use webkit2gtk::glib::object::ObjectExt;
    use webkit2gtk::{WebView, WebViewExt, gio};

    use super::{BEAT, Deed, Process, Watch};
    use crate::desk::Desk;

    /// What the processes behind pages are called, as far as the kernel keeps a name.
    const WEB_PROCESS: &str = "WebKitWebProces";
    /// Ticks of the processor in a second, as Linux tells them to every program, whatever its own are.
    const TICKS: u64 = 100;
    /// A page that ends again so soon did so for what it was given to show.
    const SOON: Duration = Duration::from_secs(10);

    /// Begins.
    pub(crate) fn watch(window: &WebviewWindow) -> tauri::Result<()> {
        let app = window.app_handle().clone();
        window.with_webview(move |webview| {
            let view = webview.inner();
            let watch = Rc::new(RefCell::new(Watch::default()));
            begin_anew_after_an_end(&view, &watch, app);
            let (view, mut id) = (view.downgrade(), None);
            webkit2gtk::glib::timeout_add_local(BEAT, move || {
                let Some(view) = view.upgrade() else { return ControlFlow::Break };
                let process = id.and_then(look).or_else(|| {
                    id = find();
                    id.and_then(look)
                });
                let deed = watch.borrow_mut().beat(process, view.is_loading());
                match deed {
                    Deed::Ask => ask(&view, &watch),
                    Deed::Wait => {}
                    Deed::End => {
                        watch.borrow_mut().answered();
                        view.terminate_web_process();
                    }
                }
                ControlFlow::Continue
            });
        })
    }

    /// A page whose process has ended, by itself or by us, begins anew.
    fn begin_anew_after_an_end(view: &WebView, watch: &Rc<RefCell<Watch>>, app: AppHandle) {
        let (watch, last) = (Rc::clone(watch), RefCell::new(None::<Instant>));
        view.connect_web_process_terminated(move |view, reason| {
            watch.borrow_mut().answered();
            kiosk::log::page_ended(reason == webkit2gtk::WebProcessTerminationReason::TerminatedByApi);
            let is_soon = last.replace(Some(Instant::now())).is_some_and(|last| last.elapsed() < SOON);
            if is_soon {
                app.state::<Desk>().forget_screen();
            }
            view.reload();
        });
    }

    /// Asks for nothing, in a world of its own: the page can neither see the question nor change the answer.
    fn ask(view: &WebView, watch: &Rc<RefCell<Watch>>) {
        let watch = Rc::clone(watch);
        // An answer that is an error is one too: the page was changed meanwhile, or its process has ended, which is told of.
        let answered = move |_| watch.borrow_mut().answered();
        view.evaluate_javascript("0", Some("watch"), None, None::<&gio::Cancellable>, answered);
    }

    /// The process behind the page: of those that this program has started the youngest.
    fn find() -> Option<u32> {
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let ours = ids.filter_map(|id| Some((stat(id).filter(is_ours)?.began, id)));
        ours.max().map(|(_, id)| id)
    }

    fn look(id: u32) -> Option<Process> {
        let stat = stat(id).filter(is_ours)?;
        let computed = Duration::from_millis(stat.ticks.saturating_mul(1000 / TICKS));
        Some(Process { is_stopped: stat.state == "T", computed })
    }

    fn is_ours(stat: &Stat) -> bool {
        stat.name.starts_with(WEB_PROCESS) && stat.parent == std::process::id() && stat.state != "Z"
    }

    /// Of a process's first thread, on which pages run.
    struct Stat {
        name: String,
        state: String,
        parent: u32,
        ticks: u64,
        began: u64,
    }

    /// What proc_pid_stat(5) describes: `123 (name) S 45 …`; the name may hold brackets and blanks itself.
    fn stat(id: u32) -> Option<Stat> {
        let text = std::fs::read_to_string(format!("/proc/{id}/task/{id}/stat")).ok()?;
        let (name, rest) = text.split_once('(')?.1.rsplit_once(") ")?;
        let rest: Vec<&str> = rest.split(' ').collect();
        let number = |field: usize| rest.get(field - 3)?.parse::<u64>().ok();
        Some(Stat {
            name: name.to_owned(),
            state: (*rest.first()?).to_owned(),
            parent: rest.get(1)?.parse().ok()?,
            ticks: number(14)?.saturating_add(number(15)?),
            began: number(22)?,
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_kernel_tells_how_long_a_thread_has_computed() {
            let id = std::process::id();
            let before = stat(id).unwrap();
            assert!(before.parent != 0 && !before.name.is_empty() && before.began > 0);
            assert!(["R", "S", "D"].contains(&before.state.as_str()), "{}", before.state);
            assert!(!is_ours(&before), "this is no page");
            assert!(look(id).is_none() && stat(0).is_none());
        }
    }
}

#[cfg(target_os = "linux")]
pub(crate) use linux::watch;

/// On other systems the browser's own watch has to do.
#[cfg(not(target_os = "linux"))]
pub(crate) fn watch(_: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITS: Process = Process { is_stopped: false, computed: Duration::ZERO };
    const STOPPED: Process = Process { is_stopped: true, ..WAITS };

    fn computed(ms: u64) -> Process {
        Process { computed: Duration::from_millis(5000 + ms), ..WAITS }
    }

    /// All of the processor from when it was asked.
    fn computes(beat: u32) -> Process {
        computed(u64::from(beat) * 200)
    }

    /// The beat at which a page is ended that never answers, of at most so many.
    fn ended(beats: u32, is_loading: bool, process: impl Fn(u32) -> Option<Process>) -> Option<u32> {
        let mut watch = Watch::default();
        assert_eq!(watch.beat(process(0), is_loading), Deed::Ask);
        (1..=beats).find(|beat| watch.beat(process(*beat), is_loading) == Deed::End)
    }

    #[test]
    fn a_page_that_computes_without_a_pause_is_ended_within_a_second_and_a_half() {
        assert_eq!(ended(100, false, |beat| Some(computes(beat))), Some(BEATS_BUSY));
        assert!(BEAT * BEATS_BUSY <= Duration::from_millis(1500));
    }

    #[test]
    fn one_that_gets_a_third_of_the_processor_has_more_than_twice_as_long() {
        let beat = ended(100, false, |beat| Some(computed(u64::from(beat) * 200 / 3))).unwrap();
        assert!(beat > 2 * BEATS_BUSY, "{beat}");
    }

    #[test]
    fn one_that_was_stopped_is_ended_but_not_for_having_been_so_a_moment() {
        assert_eq!(ended(100, false, |_| Some(STOPPED)), Some(BEATS_BUSY));
        // The whole program was stopped, and the page is the last to go on.
        assert_eq!(ended(BEATS_AWAY - 1, false, |beat| Some(if beat % 6 == 0 { WAITS } else { STOPPED })), None);
    }

    #[test]
    fn one_that_waits_or_loads_or_of_which_nothing_is_known_has_long() {
        assert_eq!(ended(100, false, |_| Some(WAITS)), Some(BEATS_AWAY));
        assert_eq!(ended(100, true, |beat| Some(computes(beat))), Some(BEATS_AWAY));
        assert_eq!(ended(100, true, |_| Some(STOPPED)), Some(BEATS_AWAY));
        assert_eq!(ended(100, false, |_| None), Some(BEATS_AWAY));
        // Its process was found only after it had been asked.
        let late = |beat: u32| (beat > 3).then(|| computed(90_000));
        assert_eq!(ended(100, false, late), Some(BEATS_AWAY));
    }

    #[test]
    fn an_answer_begins_everything_anew() {
        let mut watch = Watch::default();
        for second in 0..60 {
            let at = second * 1000;
            assert_eq!(watch.beat(Some(computed(at)), false), Deed::Ask);
            for beat in 1..5 {
                assert_eq!(watch.beat(Some(computed(at + beat * 200)), false), Deed::Wait, "a page busy for a second");
            }
            watch.answered();
        }
    }
}
