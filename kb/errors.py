"""Every error that Remit raises on purpose, as one tree. The edge (command line, web) turns each into its one sentence.

RemitError                  exit code 1
├── InputError              what a person gave cannot be used: a file, a question, an option
│   ├── UnreadableFile      a file that cannot be read, and why
│   │   ├── ReadingTookTooLong   it was given up
│   │   └── ReadingBrokeOff      it ended the process that read it
│   ├── UnknownDocument     no document of that name in the library
│   └── ChangedMeanwhile    somebody else decided about the same thing since it was looked at
├── NotAllowed              who asks may not do this: not signed in, or another role's work
├── SettingsError           remit.toml or a REMIT_* variable holds what cannot be
├── ModelError              a model file is missing, damaged or foreign
└── StoreError              the home cannot be used as it is
    ├── NewerHome           made by a newer Remit: nothing was touched
    ├── DiskFull            there is no room left to write
    ├── IndexDamaged        an index cannot be read; `remit rebuild` makes it again
    └── HomeBusy            another process holds the home for writing
"""


class RemitError(Exception):
    """Base of the tree. Its text is one plain sentence: what happened, where, and what to do."""


class InputError(RemitError):
    """What a person gave cannot be used."""


class UnreadableFile(InputError):
    """A file that cannot be read; the text says why."""


class ReadingTookTooLong(UnreadableFile):
    """A file that was given up: reading it took longer than a file may take."""


class ReadingBrokeOff(UnreadableFile):
    """A file that ended the process that read it."""


class UnknownDocument(InputError):
    """No document of that name is in the library."""


class ChangedMeanwhile(InputError):
    """Somebody else decided about the same thing since it was looked at; the text says what."""


class NotAllowed(RemitError):
    """Who asks may not do this."""


class SettingsError(RemitError):
    """A setting holds a value that cannot be used."""


class ModelError(RemitError):
    """A model file is missing, damaged or not the one expected."""


class StoreError(RemitError):
    """The home cannot be used as it is."""


class NewerHome(StoreError):
    """The home was made by a newer Remit."""


class DiskFull(StoreError):
    """There is no room left on the disk that holds the home."""


class IndexDamaged(StoreError):
    """An index cannot be read; it can be made again from the catalogue."""


class HomeBusy(StoreError):
    """Another process is writing to the home."""
