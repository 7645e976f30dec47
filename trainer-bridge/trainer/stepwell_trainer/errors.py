"""What can end a job, and the exit code that the agent reads (the only channel a dead trainer has)."""

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_CANCELLED = 75
EXIT_INVALID_JOB = 78


class TrainerError(Exception):
    """A failure with a sentence for the person who launched the job."""

    exit_code = EXIT_FAILED


class InvalidJob(TrainerError):
    """job.json does not say what to do; retrying cannot help."""

    exit_code = EXIT_INVALID_JOB


class Cancelled(TrainerError):
    """The job was asked to stop and has written its checkpoint."""

    exit_code = EXIT_CANCELLED
