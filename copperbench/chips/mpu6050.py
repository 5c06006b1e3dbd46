# SPDX-FileCopyrightText: 2026 Copperhead contributors
# SPDX-License-Identifier: MIT
"""The MPU-6050 as InvenSense describes it (PS-MPU-6000A rev. 3.4, RM-MPU-6000A rev. 4.2).

    chip = bench.i2c.attach(chips.MPU6050())
    chip.acceleration = (0, 0, 9.80665)  # m/s²: at rest, lying flat
    chip.rotation = (0, 0, 1.5)  # rad/s
    chip.temperature = 25.0  # °C

Written from these alone; numbers below are of the register map's sections. Samples are of
the world as it is at their time: filters have settled. All that is read in one transaction
is of one sample (4.17). Where it is left open what happens, this chip does the following:

* A reset takes 5 ms, in which the bit DEVICE_RESET reads as 1.
* Until 30 ms after it woke up (6.1 of PS) the gyroscope tells of no rotation.
* The first sample comes one period after waking up, or after a write to SMPLRT_DIV or CONFIG.
* A FIFO that is full loses its oldest bytes.

Not modelled: self-test, standby of single axes and of the temperature, external sensors
and their FIFO, the interrupt's pin, noise.
"""

from copperbench.chip import READ_ONLY, Fifo, Register, RegisterChip

SMPLRT_DIV = 0x19
CONFIG = 0x1A
GYRO_CONFIG = 0x1B
ACCEL_CONFIG = 0x1C
FIFO_EN = 0x23
INT_STATUS = 0x3A
ACCEL_XOUT_H = 0x3B
GYRO_ZOUT_L = 0x48
USER_CTRL = 0x6A
PWR_MGMT_1 = 0x6B
PWR_MGMT_2 = 0x6C
FIFO_COUNTH = 0x72
FIFO_COUNTL = 0x73
FIFO_R_W = 0x74
WHO_AM_I = 0x75

DEVICE_RESET, SLEEP, CYCLE = 0x80, 0x40, 0x20  # PWR_MGMT_1
USER_FIFO_EN, FIFO_RESET = 0x40, 0x04  # USER_CTRL
FIFO_OFLOW, DATA_RDY = 0x10, 0x01  # INT_STATUS

STANDARD_GRAVITY = 9.80665  # m/s²
RADIAN = 57.29577951308232  # degrees
ACCEL_STEPS = (16384, 8192, 4096, 2048)  # per g, by AFS_SEL (4.17)
GYRO_STEPS = (131, 65.5, 32.8, 16.4)  # per degree a second, by FS_SEL (4.19)
WAKE_US = (800000, 200000, 50000, 25000)  # by LP_WAKE_CTRL (4.29)
QUEUED = ((0x08, 0, 6), (0x80, 6, 2), (0x40, 8, 2), (0x20, 10, 2), (0x10, 12, 2))  # by FIFO_EN
RESET_US = 5000
GYRO_START_US = 30000


class MPU6050(RegisterChip):
    """An MPU-6050.

    :param address: 0x68, or 0x69 with AD0 high
    :param who_am_i: what it tells it is; clones tell 0x98
    """

    name = "MPU6050"
    max_frequency = 400000
    SIZE = 128
    FIFO_SIZE = 1024
    TEMPERATURE_STEPS = 340  # per °C ...
    TEMPERATURE_ZERO = 36.53  # ... from here (4.18)
    REGISTERS = (
        Register(0x0D, "SELF_TEST", width=4),
        Register(SMPLRT_DIV, "SMPLRT_DIV"),
        Register(CONFIG, "CONFIG", mask=0x3F),
        Register(GYRO_CONFIG, "GYRO_CONFIG", mask=0xF8),
        Register(ACCEL_CONFIG, "ACCEL_CONFIG", mask=0xF8),
        Register(FIFO_EN, "FIFO_EN"),
        Register(0x24, "I2C_MST_CTRL", width=18),  # and the slaves' registers
        Register(0x36, "I2C_MST_STATUS", READ_ONLY),
        Register(0x37, "INT_PIN_CFG", mask=0xFE),
        Register(0x38, "INT_ENABLE", mask=0x19),
        Register(INT_STATUS, "INT_STATUS", READ_ONLY, read_clears=0xFF),
        Register(ACCEL_XOUT_H, "ACCEL_OUT, TEMP_OUT, GYRO_OUT", READ_ONLY, width=14),
        Register(0x49, "EXT_SENS_DATA", READ_ONLY, width=24),
        Register(0x63, "I2C_SLV_DO", width=5),
        Register(0x68, "SIGNAL_PATH_RESET", mask=0x07, self_clearing=0x07),
        Register(USER_CTRL, "USER_CTRL", mask=0x77, self_clearing=0x07),
        Register(PWR_MGMT_1, "PWR_MGMT_1", mask=0xEF, reset=SLEEP),
        Register(PWR_MGMT_2, "PWR_MGMT_2"),
        Register(FIFO_COUNTH, "FIFO_COUNT", READ_ONLY, width=2),
        Register(FIFO_R_W, "FIFO_R_W", fifo=True),
        Register(WHO_AM_I, "WHO_AM_I", READ_ONLY, reset=0x68),
    )

    def __init__(self, address=0x68, who_am_i=0x68):
        if address not in (0x68, 0x69):
            raise ValueError(f"an {self.name} has address 0x68 or 0x69")
        self._who_am_i = who_am_i
        self._acceleration = (0.0, 0.0, STANDARD_GRAVITY)
        self._rotation = (0.0, 0.0, 0.0)
        self._temperature = 25.0
        self._steps = bytearray(14)  # of the world as it is, in the order of the registers
        self._fifo = Fifo(self.FIFO_SIZE)
        self._busy = False  # whether a transaction goes on
        super().__init__(address)

    # The world

    @property
    def acceleration(self):
        """Along X, Y and Z, in m/s², as the chip feels it: lying flat, it is 9.8 m/s² along Z."""
        return self._acceleration

    @acceleration.setter
    def acceleration(self, value):
        x, y, z = value
        self._look()
        self._acceleration = (x, y, z)
        self._work_out()

    @property
    def rotation(self):
        """About X, Y and Z, in rad/s."""
        return self._rotation

    @rotation.setter
    def rotation(self, value):
        x, y, z = value
        self._look()
        self._rotation = (x, y, z)
        self._work_out()

    @property
    def temperature(self):
        """Of the chip, in °C."""
        return self._temperature

    @temperature.setter
    def temperature(self, value):
        self._look()
        self._temperature = value
        self._work_out()

    def power_up(self):
        """Start with all at its reset value, asleep if that says so."""
        super().power_up()
        self.memory[WHO_AM_I] = self._who_am_i
        self._fifo.clear()
        self._reset_us = 0  # until when the chip resets
        self._sampled_us = self._woken_us = self.now_us
        self._work_out()

    # The bus

    def start(self, read):
        """Bring the registers up to now, unless the transaction goes on."""
        if not self._busy:
            self._busy = True
            self._look()
        return super().start(read)

    def stop(self):
        """End the transaction."""
        self._busy = False

    def reading(self, address):
        """Put the FIFO's next byte, or how many there are, into its register."""
        if address == FIFO_R_W:
            self.memory[FIFO_R_W] = self._fifo.get(0xFF)
        elif address == FIFO_COUNTH:
            self.set_word(FIFO_COUNTH, self._fifo.level)

    def written(self, address, value):
        """Take a setting."""
        if address == PWR_MGMT_1:
            self._set_power(value)
        elif address == USER_CTRL and value & FIFO_RESET:
            self._fifo.clear()
        elif address in (GYRO_CONFIG, ACCEL_CONFIG):
            self._work_out()
        elif address in (SMPLRT_DIV, CONFIG):
            self._sampled_us = self.now_us

    def _set_power(self, value):
        if value & DEVICE_RESET:
            self.power_up()
            self._reset_us = self.now_us + RESET_US
            self.memory[PWR_MGMT_1] |= DEVICE_RESET
        elif self._slept and not value & SLEEP:
            self._sampled_us = self._woken_us = self.now_us
        self._slept = bool(value & SLEEP)

    # Samples, in whole numbers: on the VM a float would be garbage

    def _work_out(self):
        """Convert the world into steps. With floats, so not while a program reads."""
        memory = self.memory
        accel = ACCEL_STEPS[memory[ACCEL_CONFIG] >> 3 & 3] / STANDARD_GRAVITY
        gyro = GYRO_STEPS[memory[GYRO_CONFIG] >> 3 & 3] * RADIAN
        heat = (self._temperature - self.TEMPERATURE_ZERO) * self.TEMPERATURE_STEPS
        values = [value * accel for value in self._acceleration]
        values.append(heat)
        values.extend([value * gyro for value in self._rotation])
        for index, value in enumerate(values):
            steps = min(max(round(value), -32768), 32767)
            self._steps[2 * index] = steps >> 8 & 0xFF
            self._steps[2 * index + 1] = steps & 0xFF
        self._slept = bool(memory[PWR_MGMT_1] & SLEEP)

    def _period_us(self):
        memory = self.memory
        if memory[PWR_MGMT_1] & CYCLE:
            return WAKE_US[memory[PWR_MGMT_2] >> 6]
        base = 125 if memory[CONFIG] & 7 in (0, 7) else 1000
        return base * (1 + memory[SMPLRT_DIV])

    def _look(self):
        """Sample, as often as the chip has done so since the last look."""
        memory = self.memory
        now = self.now_us
        if memory[PWR_MGMT_1] & DEVICE_RESET and now >= self._reset_us:
            memory[PWR_MGMT_1] &= ~DEVICE_RESET & 0xFF
            self._sampled_us = self._woken_us = now
        if memory[PWR_MGMT_1] & (SLEEP | DEVICE_RESET):
            return
        period = self._period_us()
        count = (now - self._sampled_us) // period
        if not count:
            return
        self._sampled_us += count * period
        turning = self._sampled_us - self._woken_us >= GYRO_START_US
        for index in range(14):
            memory[ACCEL_XOUT_H + index] = self._steps[index] if turning or index < 8 else 0
        memory[INT_STATUS] |= DATA_RDY
        if memory[USER_CTRL] & USER_FIFO_EN and memory[FIFO_EN]:
            for _ in range(min(count, self.FIFO_SIZE)):  # more is lost anyway
                self._queue()

    def _queue(self):
        """Put a sample into the FIFO, in the order of the registers (4.33)."""
        memory = self.memory
        wanted = memory[FIFO_EN]
        for bit, first, length in QUEUED:
            if wanted & bit:
                start = ACCEL_XOUT_H + first
                self._fifo.put(memory[start : start + length], drop_oldest=True)
        if self._fifo.overrun:
            self._fifo.overrun = False
            memory[INT_STATUS] |= FIFO_OFLOW
